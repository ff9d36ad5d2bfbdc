"""Agreement of scorers with the human scores of SummEval, by scikit-learn, SciPy and statsmodels: what the tests' own tables must equal.

Arguments: the folder of public data, and a JSON file {"consistency": {id: 0 or 1}, "relevance": {id: 0..1}} of a judge's readings. Human scores, thresholds,
levels and ROUGE are computed here from the data alone. Prints one JSON object {measure: {name: value or [value, low, high]}}.
"""
import collections
import gzip
import json
import os
import re
import sys

import numpy as np
from scipy import stats
from sklearn import metrics
from statsmodels.stats import inter_rater, proportion

data, readings_path = sys.argv[1:]
with gzip.open(os.path.join(data, "summeval", "summeval.jsonl.gz"), "rt", encoding="utf-8") as lines:
    rows = [json.loads(line) for line in lines]
with open(readings_path, encoding="utf-8") as file:
    readings = json.load(file)

items = {f"{row['id']}/{output['system']}": (row["reference"], output) for row in rows for output in row["outputs"]}


def estimate(value, interval):
    return [float(value), float(interval[0]), float(interval[1])]


def wilson(hits, n):
    return estimate(hits / n, proportion.proportion_confint(hits, n, method="wilson"))


def cohen(table, **weights):
    """Unweighted: value and normal interval of statsmodels."""
    found = inter_rater.cohens_kappa(np.array(table), **weights)
    return estimate(found.kappa, (found.kappa_low, found.kappa_upp))


def mean(values):
    values = np.asarray(values, dtype=float)
    return estimate(values.mean(), stats.t.interval(0.95, len(values) - 1, loc=values.mean(), scale=stats.sem(values)))


def alpha(pairs, distance):
    """Krippendorff: 1 - Do/De over a coincidence matrix of two raters without gaps."""
    coincidences = collections.Counter()
    for a, b in pairs:
        coincidences[a, b] += 1
        coincidences[b, a] += 1
    totals = collections.Counter()
    for (a, _), count in coincidences.items():
        totals[a] += count
    n = sum(totals.values())
    seen = sum(count * distance(a, b) for (a, b), count in coincidences.items())
    values = np.array(list(totals), dtype=float)
    counts = np.array(list(totals.values()), dtype=float)
    if distance is squared:
        centred = values - (values * counts).sum() / n
        chance = 2 * n * (counts * centred**2).sum()
    else:
        chance = n**2 - (counts**2).sum()
    return 1 - (n - 1) * seen / chance


def squared(a, b):
    return (a - b) ** 2


def unequal(a, b):
    return float(a != b)


def ac1(table):
    """Gwet 2008, two raters."""
    table = np.array(table, dtype=float) / np.sum(table)
    shares = (table.sum(axis=0) + table.sum(axis=1)) / 2
    chance = (shares * (1 - shares)).sum() / (len(table) - 1)
    return (np.trace(table) - chance) / (1 - chance)


def correlations(human, judge):
    # SciPy 1.10 has no interval for Spearman's; Fisher's z is that of its pearsonr.
    found = stats.pearsonr(human, judge)
    return {
        "pearson": estimate(found.statistic, found.confidence_interval(0.95)),
        "spearman": float(stats.spearmanr(human, judge).correlation),
        "kendall": float(stats.kendalltau(human, judge, variant="b").correlation),
    }


def yes_no(said):
    human = [int(items[id][1]["human"]["consistency"] >= 4.5) for id in said]
    judge = [said[id] for id in said]
    table = metrics.confusion_matrix(human, judge, labels=[0, 1])
    (tn, fp), (fn, tp) = table.tolist()
    n = len(human)
    return {
        "counts": [tn, fp, fn, tp],
        "sensitivity": wilson(tp, tp + fn),
        "specificity": wilson(tn, tn + fp),
        "prevalence": wilson(tp + fn, n),
        "judgedShare": wilson(tp + fp, n),
        "agreement": wilson(tp + tn, n),
        "kappa": cohen(table),
        "kappa by scikit-learn": float(metrics.cohen_kappa_score(human, judge)),
        "ac1": float(ac1(table)),
        "krippendorff": float(alpha(zip(human, judge), unequal)),
        "bias": mean(np.array(judge) - np.array(human)),
    }


def scores(said):
    human = [(items[id][1]["human"]["relevance"] - 1) / 4 for id in said]
    judge = [said[id] for id in said]
    quarter = lambda values: [int(np.ceil(4 * value - 0.5)) for value in values]
    people, given = quarter(human), quarter(judge)
    table = metrics.confusion_matrix(people, given, labels=range(5))
    return {
        **correlations(human, judge),
        "counts": table.ravel().tolist(),
        "kappa": cohen(table),
        "weightedKappa": float(metrics.cohen_kappa_score(people, given, labels=range(5), weights="quadratic")),
        "ac1": float(ac1(table)),
        "krippendorff": float(alpha(zip(human, judge), squared)),
        "bias": mean(np.array(judge) - np.array(human)),
    }


def tokens(text):
    return re.findall(r"[a-z0-9]+", text.lower())


def f1(hits, given, wanted):
    # In rouge-score's order of operations: equal scores must round alike, for ranks have ties.
    if hits == 0:
        return 0.0
    precision, recall = hits / given, hits / wanted
    return 2 * precision * recall / (precision + recall)


def grams(words, n):
    return collections.Counter(zip(*(words[i:] for i in range(n))))


def rouge(reference, text, variant):
    wanted, given = tokens(reference), tokens(text)
    if variant == "l":
        row = np.zeros(len(wanted) + 1, dtype=int)
        for token in given:
            diagonal = row[:-1] + np.array([token == other for other in wanted])
            row = np.concatenate([[0], np.maximum.accumulate(np.maximum(row[1:], diagonal))])
        return f1(int(row[-1]), len(given), len(wanted))
    n = int(variant)
    a, b = grams(given, n), grams(wanted, n)
    return f1(sum((a & b).values()), sum(a.values()), sum(b.values()))


out = {"consistency": yes_no(readings["consistency"]), "relevance": scores(readings["relevance"])}
for variant in ["1", "2", "l"]:
    human = [(output["human"]["relevance"] - 1) / 4 for _, output in items.values()]
    out[f"rouge-{variant}"] = correlations(human, [rouge(reference, output["text"], variant) for reference, output in items.values()])
print(json.dumps(out))
