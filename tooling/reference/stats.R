# The values of shared statistics that base R and boot compute, one JSON object a line: {"id", "tool", "values"}.
suppressPackageStartupMessages(library(boot))
tool <- paste0("R ", getRversion())
with_boot <- paste0(tool, ", boot ", packageVersion("boot"))
emit <- function(id, values, by = tool) {
  cat(sprintf('{"id":"%s","tool":"%s","values":[%s]}\n', id, by, paste(sprintf("%.15g", as.numeric(values)), collapse = ",")))
}
quiet <- suppressWarnings

for (pair in list(c(8, 10), c(0, 10), c(10, 10), c(81, 263), c(450, 500))) {
  emit(sprintf("wilson %d/%d", pair[1], pair[2]), quiet(prop.test(pair[1], pair[2], correct = FALSE))$conf.int)
}
for (pair in list(c(8, 10), c(81, 263))) {
  emit(sprintf("clopper-pearson %d/%d", pair[1], pair[2]), binom.test(pair[1], pair[2])$conf.int)
}

emit("mcnemar 6,16 exact", binom.test(6, 22)$p.value)
emit("mcnemar 121,59 exact", binom.test(59, 180)$p.value)
for (entry in list(list("6,16", matrix(c(59, 16, 6, 80), 2)), list("121,59", matrix(c(101, 59, 121, 33), 2)))) {
  plain <- mcnemar.test(entry[[2]], correct = FALSE)
  emit(paste("mcnemar", entry[[1]], "chi-squared"), c(plain$statistic, plain$p.value))
}
corrected <- mcnemar.test(matrix(c(59, 16, 6, 80), 2))
emit("mcnemar 6,16 corrected", c(corrected$statistic, corrected$p.value))
odds <- binom.test(16, 22)$conf.int
emit("odds 16,6", c(16 / 6, odds / (1 - odds)))
emit("sign test 16,6 greater", binom.test(16, 22, alternative = "greater")$p.value)

d <- c(6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75)
emit("wilcoxon fifteen", c(min(wilcox.test(d)$statistic, 120 - wilcox.test(d)$statistic), wilcox.test(d)$p.value))
x <- c(1.83, .50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30)
y <- c(.878, .647, .598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29)
two <- wilcox.test(x, y, paired = TRUE, conf.int = TRUE)
greater <- wilcox.test(x, y, paired = TRUE, alternative = "greater")
emit("wilcoxon depression", c(two$statistic, two$p.value, greater$p.value))
emit("hodges-lehmann depression", c(two$estimate, two$conf.int))
paired <- t.test(x, y, paired = TRUE)
emit("paired t depression", c(paired$statistic, paired$parameter, paired$p.value))
a <- c(3, 3, 5, 4, 2, 5, 4, 3, 4, 5, 1, 2)
b <- c(3, 2, 4, 4, 3, 3, 4, 2, 5, 3, 1, 1)
tied <- function(correct) quiet(wilcox.test(a, b, paired = TRUE, exact = FALSE, correct = correct))$p.value
emit("wilcoxon ties normal", tied(FALSE))
emit("wilcoxon ties continuity", tied(TRUE))
welch <- t.test(c(3, 4, 2, 6, 2, 5), c(9, 7, 5, 10, 6, 8))
emit("welch", c(welch$statistic, welch$p.value))

flips <- c(.1, .3, -.05, .2, .15, 0, .25, -.1, .05, .2)
signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), 10)))
emit("sign flips ten", mean(abs(signs %*% flips) >= abs(sum(flips)) - 1e-12))

for (df in c(1, 4, 29)) emit(sprintf("t quantile %d", df), qt(.975, df))
p <- c(.01, .04, .03, .005, .2)
for (method in c("holm", "hochberg", "hommel", "BH", "BY")) emit(paste("adjust", method), p.adjust(p, method))
for (delta in c(.5, .2)) {
  emit(sprintf("paired t items %.1f", delta), power.t.test(delta = delta, sd = 1, power = .8, type = "paired", strict = TRUE)$n)
}
emit("sign test power 20", sapply(c(.6, .7, .8, .9), function(share) {
  most <- max(which(2 * pbinom(0:9, 20, .5) <= .05)) - 1
  pbinom(most, 20, share) + pbinom(20 - most - 1, 20, share, lower.tail = FALSE)
}))

x6 <- c(2, 3, 5, 7, 11, 20)
means <- rowMeans(expand.grid(rep(list(x6), 6)))
ends <- quantile(means, c(.025, .975), names = FALSE)
emit("exhaustive bootstrap error", sqrt(mean((means - 8)^2)))
emit("exhaustive bootstrap percentile", ends)
emit("exhaustive bootstrap basic", rev(16 - ends))
mean_of <- function(data, i) mean(data[i])
all <- boot(x6, mean_of, R = length(means))
all$t <- matrix(means)
influence <- empinf(data = x6, statistic = mean_of, type = "jack", stype = "i")
emit("exhaustive bootstrap acceleration", sum(influence^3) / (6 * sum(influence^2)^1.5), with_boot)
emit("exhaustive bootstrap bca strict", boot.ci(all, type = "bca", L = influence)$bca[4:5], with_boot)

lsat <- c(576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594)
gpa <- c(3.39, 3.3, 2.81, 3.03, 3.44, 3.07, 3.0, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96)
set.seed(1)
law <- boot(cbind(lsat, gpa), function(data, i) cor(data[i, 1], data[i, 2]), R = 19999)
emit("law school correlation", law$t0, with_boot)
emit("law school error", sd(law$t), with_boot)
emit("law school percentile", boot.ci(law, type = "perc")$percent[4:5], with_boot)
emit("law school bca", boot.ci(law, type = "bca")$bca[4:5], with_boot)

emit("all passed 8", binom.test(8, 8, alternative = "greater")$conf.int[1])

# Agreement: formulas in base R, mean squares by aov.
coders <- rbind(
  c(1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA), c(1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3),
  c(NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA), c(1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA)
)
coincidences <- matrix(0, 5, 5)
for (unit in seq_len(ncol(coders))) {
  given <- coders[!is.na(coders[, unit]), unit]
  if (length(given) < 2) next
  for (i in seq_along(given)) for (j in seq_along(given)) if (i != j) {
    coincidences[given[i], given[j]] <- coincidences[given[i], given[j]] + 1 / (length(given) - 1)
  }
}
margin <- rowSums(coincidences)
alpha <- function(distance) {
  d <- outer(1:5, 1:5, Vectorize(distance))
  1 - (sum(margin) - 1) * sum(coincidences * d) / sum(outer(margin, margin) * d)
}
emit("krippendorff", c(
  alpha(function(a, b) as.numeric(a != b)),
  alpha(function(a, b) (sum(margin[min(a, b):max(a, b)]) - (margin[a] + margin[b]) / 2)^2),
  alpha(function(a, b) (a - b)^2),
  alpha(function(a, b) ((a - b) / (a + b))^2)
))
scores <- rbind(c(9, 2, 5, 8), c(6, 1, 3, 2), c(8, 4, 6, 8), c(7, 1, 2, 6), c(10, 5, 6, 9), c(6, 2, 4, 7))
long <- data.frame(y = c(scores), item = factor(c(row(scores))), rater = factor(c(col(scores))))
squares <- function(model) summary(aov(model, long))[[1]][["Mean Sq"]]
one <- squares(y ~ item)
two <- squares(y ~ item + rater)
emit("icc", c((one[1] - one[2]) / (one[1] + 3 * one[2]), (two[1] - two[3]) / (two[1] + 3 * two[3] + 4 * (two[2] - two[3]) / 6), (two[1] - two[3]) / (two[1] + 3 * two[3])))
ends <- function(f, d1, d2) sapply(c(f / qf(.975, d1, d2), f * qf(.975, d2, d1)), function(r) (r - 1) / (r + 3))
emit("icc interval", c(ends(one[1] / one[2], 5, 18), ends(two[1] / two[3], 5, 15)))
# Repeats: the within variance is the residual mean square, the between one what is left of the items'.
emit("variance split", c(one[2], (one[1] - one[2]) / 4, sqrt(one[2])))
chance <- c(94.5, 5.5) / 100
emit("gwet ac1", (.91 - sum(chance * (1 - chance))) / (1 - sum(chance * (1 - chance))))

wins <- rbind(c(0, 7, 9), c(3, 0, 6), c(1, 4, 0))
pairs <- rbind(c(1, 2), c(1, 3), c(2, 3))
design <- t(apply(pairs, 1, function(p) { row <- numeric(3); row[p] <- c(1, -1); row }))
won <- cbind(wins[pairs], wins[pairs[, 2:1]])
log_strength <- c(coef(glm(won ~ design[, 1:2] - 1, family = binomial, control = list(epsilon = 1e-14))), 0)
strength <- exp(log_strength - mean(log_strength))
emit("bradley-terry", strength)
emit("bradley-terry elo", 400 * log10(strength[1] / strength[2:3]))

effects <- sapply(0:2, function(k) (((0:11) * 7 + 3 * k) %% 11) / 11 + .1 * k)
welch_f <- oneway.test(y ~ slice, data.frame(y = c(effects), slice = factor(c(col(effects)))))
emit("slices welch", welch_f$p.value)
