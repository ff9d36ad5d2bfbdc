"""The values of shared statistics that SciPy, statsmodels and scikit-learn compute, one JSON object a line: {"id", "tool", "values"}."""
import json
import warnings

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy import optimize, special, stats
from scipy.stats import norm
from sklearn import metrics
from sklearn.linear_model import LogisticRegression
from statsmodels.regression.linear_model import OLS
from statsmodels.stats import inter_rater, meta_analysis, multitest, oneway, power, proportion
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.weightstats import ttost_paired

warnings.simplefilter("ignore")
SCIPY = f"SciPy {scipy.__version__}"
MODELS = f"statsmodels {statsmodels.__version__}"
SKLEARN = f"scikit-learn {sklearn.__version__}"
FORMULA = f"formula in NumPy {np.__version__}"


def emit(id, values, tool):
    print(json.dumps({"id": id, "tool": tool, "values": [float(value) for value in np.ravel(values)]}))


# 4.1 Intervals and tests
for successes, n in [(8, 10), (0, 10), (10, 10), (81, 263), (450, 500)]:
    emit(f"wilson {successes}/{n}", proportion.proportion_confint(successes, n, method="wilson"), MODELS)
for successes, n in [(8, 10), (81, 263)]:
    emit(f"clopper-pearson {successes}/{n}", proportion.proportion_confint(successes, n, method="beta"), MODELS)
emit("jeffreys 8/10", proportion.proportion_confint(8, 10, method="jeffreys"), MODELS)
emit("agresti-coull 8/10", proportion.proportion_confint(8, 10, method="agresti_coull"), MODELS)
for method in ["newcomb", "agresti-caffo", "score"]:
    name = "newcombe" if method == "newcomb" else method
    emit(f"two proportions {name}", proportion.confint_proportions_2indep(56, 70, 48, 80, method=method), MODELS)


def coverage(interval):
    counts = np.arange(21)
    ends = np.array([interval(k) for k in counts])
    return stats.binom.pmf(counts, 20, 0.9)[(ends[:, 0] <= 0.9) & (ends[:, 1] >= 0.9)].sum()


emit("coverage wald", coverage(lambda k: proportion.proportion_confint(k, 20, method="normal")), MODELS)
emit("coverage wilson", coverage(lambda k: proportion.proportion_confint(k, 20, method="wilson")), MODELS)
emit("coverage clopper-pearson", coverage(lambda k: np.nan_to_num(proportion.proportion_confint(k, 20, method="beta"), nan=1)), MODELS)

small, large = [[59, 6], [16, 80]], [[101, 121], [59, 33]]
emit("mcnemar 6,16 exact", mcnemar(small, exact=True).pvalue, MODELS)
emit("mcnemar 6,16 mid-p", mcnemar(small, exact=True).pvalue - stats.binom.pmf(6, 22, 0.5), MODELS)
emit("mcnemar 121,59 exact", mcnemar(large, exact=True).pvalue, MODELS)
for name, table in [("6,16", small), ("121,59", large)]:
    plain = mcnemar(table, exact=False, correction=False)
    emit(f"mcnemar {name} chi-squared", [plain.statistic, plain.pvalue], MODELS)
corrected = mcnemar(small, exact=False, correction=True)
emit("mcnemar 6,16 corrected", [corrected.statistic, corrected.pvalue], MODELS)
ci = stats.binomtest(16, 22).proportion_ci(0.95, "exact")
emit("odds 16,6", [16 / 6, ci.low / (1 - ci.low), ci.high / (1 - ci.high)], SCIPY)
emit("sign test 16,6 greater", stats.binomtest(16, 22, alternative="greater").pvalue, SCIPY)


def tango(b, c, n):
    z = norm.ppf(0.975)

    def off(delta, sign):
        linear = -b - c + (2 * n - b + c) * delta
        q = (np.sqrt(max(0, linear**2 + 8 * n * c * delta * (1 - delta))) - linear) / (4 * n)
        return b - c - n * delta - sign * z * np.sqrt(max(0, n * (2 * q + delta * (1 - delta))))

    return [(b - c) / n, optimize.brentq(off, -1, (b - c) / n, args=(1,)), optimize.brentq(off, (b - c) / n, 1, args=(-1,))]


emit("tango 16,6,161", tango(16, 6, 161), FORMULA)

d = np.array([6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75])
emit("wilcoxon fifteen", stats.wilcoxon(d), SCIPY)
x = np.array([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30])
y = np.array([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29])
greater = stats.wilcoxon(x, y, alternative="greater")
emit("wilcoxon depression", [greater.statistic, stats.wilcoxon(x, y).pvalue, greater.pvalue], SCIPY)
paired = stats.ttest_rel(x, y)
emit("paired t depression", [paired.statistic, len(x) - 1, paired.pvalue], SCIPY)
a = np.array([3, 3, 5, 4, 2, 5, 4, 3, 4, 5, 1, 2])
b = np.array([3, 2, 4, 4, 3, 3, 4, 2, 5, 3, 1, 1])
emit("wilcoxon ties normal", stats.wilcoxon(a, b, mode="approx").pvalue, SCIPY)
emit("wilcoxon ties continuity", stats.wilcoxon(a, b, mode="approx", correction=True).pvalue, SCIPY)
emit("wilcoxon ties pratt", stats.wilcoxon(a, b, mode="approx", zero_method="pratt").pvalue, SCIPY)
# All sign flips of the ranks that are left, which SciPy 1.17 does itself.
kept = (a - b)[a != b]
ranks = stats.rankdata(np.abs(kept))
flips = np.array(np.meshgrid(*[[0, 1]] * len(kept))).reshape(len(kept), -1)
sums = ranks @ flips
least = min(ranks[kept > 0].sum(), ranks[kept < 0].sum())
emit("wilcoxon ties exact", min(1, 2 * np.mean(sums <= least)), "enumeration in NumPy")
emit("wilcoxon ties default", stats.wilcoxon(a, b).pvalue, SCIPY)
ten = np.array([0.1, 0.3, -0.05, 0.2, 0.15, 0, 0.25, -0.1, 0.05, 0.2])
test = stats.permutation_test((ten,), lambda v, axis: np.mean(v, axis=axis), permutation_type="samples", n_resamples=np.inf, vectorized=True)
emit("sign flips ten", test.pvalue, SCIPY)
first, second = [3, 4, 2, 6, 2, 5], [9, 7, 5, 10, 6, 8]
exact = stats.mannwhitneyu(first, second, method="exact")
emit("mann-whitney", [exact.statistic, exact.pvalue, stats.mannwhitneyu(first, second, method="asymptotic").pvalue], SCIPY)
emit("cliff delta", 2 * exact.statistic / 36 - 1, SCIPY)
welch = stats.ttest_ind(first, second, equal_var=False)
emit("welch", [welch.statistic, welch.pvalue], SCIPY)
tost = ttost_paired(ten, np.zeros(10), -0.3, 0.3)
emit("equivalence ten .3", [tost[0], tost[1][1]], MODELS)
for df in [1, 4, 29]:
    emit(f"t quantile {df}", stats.t.ppf(0.975, df), SCIPY)
names = {"holm": "holm", "hochberg": "simes-hochberg", "hommel": "hommel", "BH": "fdr_bh", "BY": "fdr_by"}
for name, method in names.items():
    emit(f"adjust {name}", multitest.multipletests([0.01, 0.04, 0.03, 0.005, 0.2], method=method)[1], MODELS)

# 4.2 Resampling, clustering, pairing, power
x6 = np.array([2, 3, 5, 7, 11, 20])
means = x6[np.array(np.meshgrid(*[range(6)] * 6)).reshape(6, -1)].mean(axis=0)
ends = np.quantile(means, [0.025, 0.975])
emit("exhaustive bootstrap error", means.std(), f"NumPy {np.__version__}")
emit("exhaustive bootstrap percentile", ends, f"NumPy {np.__version__}")
emit("exhaustive bootstrap basic", 16 - ends[::-1], f"NumPy {np.__version__}")
left = np.array([np.delete(x6, i).mean() for i in range(6)])
u = left.mean() - left
acceleration = (u**3).sum() / (6 * (u**2).sum() ** 1.5)
# SciPy's own formula (its bootstrap draws at random); replicates equal to the value count half.
z0 = norm.ppf((np.mean(means < 8 - 1e-9) + np.mean(means <= 8 + 1e-9)) / 2)
shares = [norm.cdf(z0 + (z0 + z) / (1 - acceleration * (z0 + z))) for z in norm.ppf([0.025, 0.975])]
emit("exhaustive bootstrap acceleration", acceleration, FORMULA)
emit("exhaustive bootstrap bca mid-rank", np.quantile(means, shares), FORMULA)
lsat = np.array([576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594])
gpa = np.array([3.39, 3.3, 2.81, 3.03, 3.44, 3.07, 3.0, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96])


def correlation(p, q, axis=-1):
    p, q = p - p.mean(axis=axis, keepdims=True), q - q.mean(axis=axis, keepdims=True)
    return (p * q).sum(axis=axis) / np.sqrt((p**2).sum(axis=axis) * (q**2).sum(axis=axis))


for method in ["percentile", "BCa"]:
    found = stats.bootstrap((lsat, gpa), correlation, paired=True, vectorized=True, n_resamples=19999, method=method, random_state=1)
    emit(f"law school {method.lower()}", found.confidence_interval, SCIPY)
    if method == "percentile":
        emit("law school error", found.standard_error, SCIPY)
emit("law school correlation", stats.pearsonr(lsat, gpa)[0], SCIPY)

scores = np.array([1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0])
groups = np.repeat(range(5), [4, 3, 4, 2, 3])
model = OLS(scores, np.ones(16))
errors = [model.fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": corrected}).bse[0] for corrected in (False, True)]
emit("unclustered error", stats.sem(scores), SCIPY)
# statsmodels' correction is C/(C − 1)·(n − 1)/(n − k) with k = 1.
emit("clustered error", errors, MODELS)
sizes = np.bincount(groups)
by_group = np.bincount(groups, scores) / sizes
msb = (sizes * (by_group - scores.mean()) ** 2).sum() / 4
msw = ((scores - by_group[groups]) ** 2).sum() / 11
m0 = (16 - (sizes**2).sum() / 16) / 4
icc = (msb - msw) / (msb + (m0 - 1) * msw)
emit("clustered icc", [icc, 1 + (16 / 5 - 1) * icc], FORMULA)
after = np.array([int(c) for c in "11010110110111010111"])
before = np.array([int(c) for c in "10010100111101010011"])
test = stats.ttest_rel(after, before)
unpaired = np.sqrt((after.var(ddof=1) + before.var(ddof=1)) / 20)
emit("paired binary", [np.mean(after - before), stats.sem(after - before), unpaired, np.corrcoef(after, before)[0, 1], test.statistic, test.pvalue], SCIPY)

reach = norm.ppf(0.975) + norm.ppf(0.8)
variance = [1 / 9, 1 / 9 + 2 * (1 / 6), 1 / 9 + 2 * (1 / 6) / 10]
emit("miller items", [reach**2 * v / 0.03**2 for v in variance], FORMULA)
emit("miller detectable", [reach * np.sqrt(v / 198) for v in variance[1:]], FORMULA)
for delta in [0.5, 0.2]:
    emit(f"paired t items {delta}", power.TTestPower().solve_power(effect_size=delta, alpha=0.05, power=0.8), MODELS)
effect = proportion.proportion_effectsize(0.75, 0.7)
emit("two proportion items", power.NormalIndPower().solve_power(effect_size=effect, alpha=0.05, power=0.8), MODELS)


def connor(p10, p01):
    share, delta = p10 + p01, p10 - p01
    return (norm.ppf(0.975) * np.sqrt(share) + norm.ppf(0.8) * np.sqrt(share - delta**2)) ** 2 / delta**2


emit("connor items", [connor(0.15, 0.1), connor(0.2, 0.1), connor(0.1, 0.05)], FORMULA)
critical = max(k for k in range(10) if 2 * stats.binom.cdf(k, 20, 0.5) <= 0.05)
emit("sign test power 20", [stats.binom.cdf(critical, 20, s) + stats.binom.sf(20 - critical - 1, 20, s) for s in (0.6, 0.7, 0.8, 0.9)], SCIPY)
rho = np.sqrt((-2 * np.log(0.05) + np.log(-2 * np.log(0.05)) + 1) / 100)
mass = [n * 0.25 * rho**2 + 1 for n in (100, 400, 1000)]
emit("asymptotic sequence", [np.sqrt(m / (n**2 * rho**2) * np.log(m / 0.05**2)) for n, m in zip((100, 400, 1000), mass)], FORMULA)
emit("fixed half-widths", norm.ppf(0.975) * np.sqrt(0.25 / np.array([100, 400, 1000])), SCIPY)
emit("mixture e-value 16,6", np.exp(special.betaln(16.5, 6.5) - special.betaln(0.5, 0.5) + 22 * np.log(2)), SCIPY)
emit("pass@k", [1 - special.comb(n - c, k, exact=True) / special.comb(n, k, exact=True) for n, c, k in ((10, 3, 1), (10, 3, 5), (20, 5, 10))], SCIPY)
emit("pass^k", special.comb(6, 4, exact=True) / special.comb(8, 4, exact=True), SCIPY)


def crossed(constant, shape):
    times = np.arange(1, 6) / 5
    bounds = np.full(5, constant) if shape == "pocock" else constant / np.sqrt(times)
    covariance = np.minimum.outer(times, times) / np.sqrt(np.outer(times, times))
    exact = {"maxpts": 500_000, "abseps": 1e-8, "releps": 1e-8}
    return 1 - stats.multivariate_normal.cdf(bounds, np.zeros(5), covariance, lower_limit=-bounds, **exact)


for shape, constant in [("pocock", 2.4131781), ("obrien-fleming", 2.0400732)]:
    emit(f"five looks {shape}", crossed(constant, shape), SCIPY)

# Correction of judge scores
labelled, predicted = np.array([int(c) for c in "1011010110"]), np.array([int(c) for c in "1011110100"])
unlabelled = np.repeat([1, 0], [37, 23])
covariance = np.mean((labelled - labelled.mean()) * (predicted - predicted.mean()))
every = np.concatenate([predicted, unlabelled])


def ppi(lam):
    point = lam * unlabelled.mean() + np.mean(labelled - lam * predicted)
    reach = norm.ppf(0.975) * np.sqrt(np.var(labelled - lam * predicted) / 10 + lam**2 * np.var(unlabelled) / 60)
    return point, point - reach, point + reach


# ppi_py tunes λ by the variance with n for the point and with n − 1 for the interval.
tuned = [covariance / ((1 + 10 / 60) * every.var(ddof=ddof)) for ddof in (0, 1)]
emit("ppi", [ppi(lam)[0] for lam in (0, 1)], FORMULA)
emit("ppi tuned", [tuned[0], ppi(tuned[0])[0], *ppi(tuned[1])[1:]], FORMULA)


def rogan_gladen(p, spec, sens, n, m0, m1):
    z = norm.ppf(0.975)
    point = (p + spec - 1) / (spec + sens - 1)
    share, spec2, sens2 = (n * p + z**2 / 2) / (n + z**2), (m0 * spec + 1) / (m0 + 2), (m1 * sens + 1) / (m1 + 2)
    theta = (share + spec2 - 1) / (spec2 + sens2 - 1)
    parts = share * (1 - share) / (n + z**2) + (1 - theta) ** 2 * spec2 * (1 - spec2) / (m0 + 2) + theta**2 * sens2 * (1 - sens2) / (m1 + 2)
    error = np.sqrt(parts) / (spec2 + sens2 - 1)
    shift = 2 * z**2 * (-(1 - theta) * spec2 * (1 - spec2) / (m0 + 2) + theta * sens2 * (1 - sens2) / (m1 + 2))
    return [np.clip(v, 0, 1) for v in (point, theta + shift - z * error, theta + shift + z * error)]


emit("rogan-gladen 1", rogan_gladen(0.8, 0.9, 0.85, 500, 100, 100), FORMULA)
emit("rogan-gladen 2", rogan_gladen(0.62, 0.85, 0.9, 1000, 50, 50), FORMULA)

# 4.3 Agreement and calibration
table = inter_rater.cohens_kappa([[20, 5], [10, 15]])
emit("kappa 2x2", [table.kappa, np.sqrt(table.var_kappa)], MODELS)
three = [[44, 5, 1], [7, 20, 3], [9, 5, 6]]
emit("kappa 3x3", [inter_rater.cohens_kappa(three, wt=wt).kappa for wt in (None, "linear", "quadratic")], MODELS)
fleiss = np.array([[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]])
emit("fleiss", [inter_rater.fleiss_kappa(fleiss, method=method) for method in ("fleiss", "randolph")], MODELS)
emit("kappa paradox", inter_rater.cohens_kappa([[90, 4], [5, 1]]).kappa, MODELS)
p, q = [1, 2, 2, 3, 4, 4, 5, 5], [1, 1, 2, 3, 3, 4, 4, 5]
emit("rank correlation", [stats.kendalltau(p, q)[0], stats.spearmanr(p, q)[0]], SCIPY)
truth, scored = [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]
detection = [metrics.roc_auc_score, metrics.average_precision_score, metrics.brier_score_loss, metrics.log_loss]
emit("detection", [measure(truth, scored) for measure in detection], SKLEARN)

yes = np.array([int(c) for c in "1110101000"])
sure = np.array([0.95, 0.9, 0.8, 0.7, 0.6, 0.55, 0.4, 0.3, 0.2, 0.05])
bins = np.minimum(4, np.digitize(sure, np.arange(1, 5) / 5))
gaps = [abs(yes[bins == b].sum() - sure[bins == b].sum()) for b in range(5)]
emit("calibration error ten", sum(gaps) / 10, FORMULA)
emit("brier ten", metrics.brier_score_loss(yes, sure), SKLEARN)
emit("ndcg five", metrics.ndcg_score([[10, 0, 0, 1, 5]], [[0.1, 0.2, 0.3, 4, 70]]), SKLEARN)
emit("semantic entropy", [stats.entropy([3, 2, 1]), stats.entropy([0.5, 0.2, 0.1])], SCIPY)
confidences = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
losses = np.array([0, 1, 0, 0, 1])
risks = np.cumsum(losses) / np.arange(1, 6)
emit("risk coverage", [risks.mean(), risks.mean() - (np.cumsum(np.sort(losses)) / np.arange(1, 6)).mean()], FORMULA)

coders = np.array([[1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3], [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0]])
units = [unit[unit > 0] for unit in coders.T if (unit > 0).sum() > 1]
every_rating = np.concatenate(units)


def krippendorff(distance):
    seen = sum(distance(unit[:, None], unit[None, :]).sum() / (len(unit) - 1) for unit in units) / len(every_rating)
    expected = distance(every_rating[:, None], every_rating[None, :]).sum() / (len(every_rating) * (len(every_rating) - 1))
    return 1 - seen / expected


middles = np.array([0] + [stats.rankdata(every_rating)[every_rating == k][0] for k in range(1, 6)])
distances = [lambda a, b: a != b, lambda a, b: (middles[a] - middles[b]) ** 2, lambda a, b: (a - b) ** 2, lambda a, b: ((a - b) / (a + b)) ** 2]
emit("krippendorff", [krippendorff(distance) for distance in distances], FORMULA)
four = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
across = four.mean(axis=1)
msb = 4 * across.var(ddof=1)
msj = 6 * four.mean(axis=0).var(ddof=1)
msw = ((four - across[:, None]) ** 2).sum() / 18
mse = ((four - across[:, None] - four.mean(axis=0) + four.mean()) ** 2).sum() / 15
emit("icc", [(msb - msw) / (msb + 3 * msw), (msb - mse) / (msb + 3 * mse + 4 * (msj - mse) / 6), (msb - mse) / (msb + 3 * mse)], FORMULA)
lefts = [np.corrcoef(four[:, j], np.delete(four, j, axis=1).mean(axis=1))[0, 1] for j in range(4)]
emit("human ceiling", [np.corrcoef(four.T)[np.triu_indices(4, 1)].mean(), np.mean(lefts)], f"NumPy {np.__version__}")
errors = four[:, :3] - four[:, 3:]
rho = np.corrcoef(errors.T)[np.triu_indices(3, 1)].mean()
emit("error correlation", [rho, 3 / (1 + 2 * max(0, rho))], f"NumPy {np.__version__}")


def ac1(shares, agreement):
    expected = (shares * (1 - shares)).sum() / (len(shares) - 1)
    return (agreement - expected) / (1 - expected)


emit("gwet ac1", ac1(np.array([94.5, 5.5]) / 100, 0.91), FORMULA)
by_player = np.array([[0, 7, 9], [3, 0, 6], [1, 4, 0]])


def unlikely(free):
    log = np.append(free, 0)
    return -(by_player * (log[:, None] - np.logaddexp(log[:, None], log[None, :]))).sum()


log = np.append(optimize.minimize(unlikely, [0, 0], method="BFGS", options={"gtol": 1e-10}).x, 0)
strength = np.exp(log - log.mean())
emit("bradley-terry", strength, SCIPY)
emit("bradley-terry elo", 400 * np.log10(strength[0] / strength[1:]), SCIPY)

# Slices, the skewness correction and the win rate at equal lengths
slices = np.array([(np.arange(12) * 7 + 3 * k) % 11 / 11 + 0.1 * k for k in range(4)])
combined = meta_analysis.combine_effects(slices[:3].mean(axis=1), slices[:3].var(axis=1, ddof=1) / 12)
emit("slices cochran", [combined.q, combined.i2], MODELS)
emit("slices welch", oneway.anova_oneway(list(slices[:3]), use_var="unequal").pvalue, MODELS)
pooled = slices.var(axis=1, ddof=1).mean()
emit("slices between", meta_analysis.combine_effects(slices.mean(axis=1), np.full(4, pooled / 12), method_re="dl").tau2, MODELS)
skew = stats.skew(x6)


def halls(t):
    # Hall's g(T) = T + γT²/3 + γ²T³/27 + γ/(6n) with T in standard errors over √n, solved for T.
    target = t / np.sqrt(6)
    return optimize.brentq(lambda u: u + skew * u**2 / 3 + skew**2 * u**3 / 27 + skew / 36 - target, -50, 50)


t_end = stats.t.ppf(0.975, 5)
below, above = max(t_end / np.sqrt(6), halls(t_end)), max(t_end / np.sqrt(6), -halls(-t_end))
emit("skewness-corrected", [x6.mean() - x6.std(ddof=1) * below, x6.mean() + x6.std(ddof=1) * above], FORMULA)
won = np.array([1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1])
longer = np.array([40, 25, -10, 60, 5, -20, 30, -35, 15, 10, -50, 45])
features = np.column_stack([np.ones(12), np.tanh(longer / longer.std(ddof=1))])
fitted = LogisticRegression(C=4, fit_intercept=False, solver="newton-cg", tol=1e-12, max_iter=10_000).fit(features, won).coef_[0]
emit("length controlled", [special.expit(fitted[0]), fitted[1]], SKLEARN)
