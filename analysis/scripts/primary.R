# Which estimates does R find from the exported tables?
#
#   Rscript primary.R estimates.csv FOLDER...
#
# Reads decisions.csv and groups.csv of every folder, answers the Plan below and writes one row per
# estimand. Needs clubSandwich. Standard errors are CR2, one row per group; the interval's degrees of
# freedom are Satterthwaite's for arms of unequal variance, and its limit on the side to which the
# outcomes are skewed is moved out by Johnson's correction; p comes from dealing the compared arms
# again within strata, all ways if there are at most `limit`, else `draws` random ones (then it
# agrees with the report within chance only).

suppressMessages(library(clubSandwich))

# -- the plan --

limit <- 10000
draws <- 9999

read_all <- function(folders, name) {
  read <- function(folder) read.csv(file.path(folder, name), fileEncoding = "UTF-8-BOM",
                                    na.strings = "", stringsAsFactors = FALSE)
  do.call(rbind, lapply(folders, read))
}

# Percent of the endowment by group, round and seat; rounds that are not settled are missing.
shares <- function(decisions, groups) {
  held <- 100 / endowments[decisions$seat]
  cube <- array(NA_real_, c(nrow(groups), rounds, length(endowments)),
                list(groups$slot, NULL, names(endowments)))
  cube[cbind(match(decisions$slot, groups$slot), decisions$round,
             match(decisions$seat, names(endowments)))] <- decisions$contribution * held
  open <- apply(is.na(cube), c(1, 2), any)
  for (seat in seq_along(endowments)) cube[, , seat][open] <- NA
  cube
}

path <- function(cube, when, seats) apply(cube[, when, seats, drop = FALSE], c(1, 2), mean)

outcome <- function(cube, asked) {
  values <- path(cube, asked$rounds, asked$seats)
  if (asked$outcome == "mean") return(rowMeans(values))
  away <- asked$rounds - mean(asked$rounds)
  drop(values %*% away) / sum(away^2) * (length(away) - 1)
}

number <- function(...) as.integer(interaction(..., drop = TRUE, lex.order = TRUE))

# The groups of an estimand: settled, of a compared arm, in a cell that holds every arm.
sample_of <- function(cube, groups, asked) {
  y <- outcome(cube, asked)
  before <- vapply(asked$covariates, function(when) rowMeans(path(cube, when, names(endowments))),
                   numeric(nrow(groups)))
  before <- matrix(before, nrow(groups))
  arm <- match(groups[[asked$arm]], asked$arms)
  third <- asked$arm == "third"
  cell <- if (third) number(groups$block, groups$condition) else number(groups$block)
  stratum <- if (third) cell else number(groups$block, groups$beliefs)
  usable <- !is.na(arm) & !is.na(y) & rowSums(is.na(before)) == 0
  if (length(asked$among)) usable <- usable & groups$condition %in% asked$among
  held <- tapply(ifelse(usable, arm, NA), cell, function(x) length(unique(x[!is.na(x)])))
  used <- usable & held[as.character(cell)] == length(asked$arms)
  list(y = y[used], arm = arm[used], cell = cell[used], stratum = stratum[used],
       before = before[used, , drop = FALSE], slot = groups$slot[used])
}

# Columns of the compared arms but the first, blocks (or pairs), covariates.
nuisance <- function(data) {
  cells <- outer(data$cell, sort(unique(data$cell)), "==") + 0
  cbind(cells, data$before)
}
arm_columns <- function(arm, arms) outer(arm, seq_along(arms)[-1], "==") + 0

# The contrast over its HC2 error, which with one row per group is CR2.
t_of <- function(arm, data, asked, common) {
  x <- cbind(arm_columns(arm, asked$arms), common)
  factors <- qr(x, tol = 1e-10)
  kept <- factors$pivot[seq_len(factors$rank)]
  if (!all(seq_len(length(asked$arms) - 1) %in% kept)) return(Inf)
  x <- x[, sort(kept), drop = FALSE]
  basis <- qr.Q(qr(x))
  away <- 1 - rowSums(basis^2)
  bread <- chol2inv(chol(crossprod(x)))
  weights <- c(asked$weights[-1], rep(0, ncol(x) - length(asked$weights) + 1))
  load <- drop(x %*% bread %*% weights)
  left <- data$y - drop(basis %*% crossprod(basis, data$y))
  alone <- away < 1e-10
  if (any(abs(load[alone]) > 1e-8 * sqrt(sum(load^2)))) return(Inf)
  sum(load * data$y) / sqrt(sum((load * left)[!alone]^2 / away[!alone]))
}

# All orders of a multiset, one per row.
orders <- function(arm) {
  if (length(arm) == 1) return(matrix(arm, 1))
  do.call(rbind, lapply(unique(arm), function(first)
    cbind(first, orders(arm[-match(first, arm)]), deparse.level = 0)))
}

ways <- function(arm, stratum) {
  one <- function(values) factorial(length(values)) / prod(factorial(table(values)))
  prod(tapply(arm, stratum, one))
}

randomised <- function(data, asked) {
  common <- nuisance(data)
  observed <- abs(t_of(data$arm, data, asked, common))
  n <- ways(data$arm, data$stratum)
  sets <- split(seq_along(data$arm), data$stratum)
  if (n <= limit) {
    options <- lapply(sets, function(at) orders(data$arm[at]))
    grid <- expand.grid(lapply(options, function(o) seq_len(nrow(o))))
    deal <- function(k) {
      arm <- data$arm
      for (s in seq_along(sets)) arm[sets[[s]]] <- options[[s]][grid[k, s], ]
      arm
    }
    values <- vapply(seq_len(n), function(k) abs(t_of(deal(k), data, asked, common)), 0)
    p <- mean(values >= observed * (1 - 1e-9))
  } else {
    set.seed(1)
    deal <- function(k) {
      arm <- data$arm
      for (at in sets) arm[at] <- arm[at][sample.int(length(at))]
      arm
    }
    values <- vapply(seq_len(draws), function(k) abs(t_of(deal(k), data, asked, common)), 0)
    p <- (1 + sum(values >= observed * (1 - 1e-9))) / (1 + draws)
  }
  list(p = p, n = n, exact = n <= limit)
}

# Degrees of freedom and limits for arms of unequal variance and skewed outcomes.
interval <- function(x, y, arm, weights, estimate, se) {
  basis <- qr.Q(qr(x))
  maker <- diag(nrow(x)) - tcrossprod(basis)
  left <- drop(maker %*% y)
  load <- drop(x %*% chol2inv(chol(crossprod(x))) %*% drop(weights))
  here <- outer(arm, sort(unique(arm)), "==") + 0
  # The arms' variances: what cannot be told apart counts as equal.
  parts <- eigen(t(here) %*% maker^2 %*% here, symmetric = TRUE)
  kept <- abs(parts$values) > 1e-8 * max(abs(parts$values))
  axes <- parts$vectors[, kept, drop = FALSE]
  by_arm <- axes %*% ((t(axes) %*% (t(here) %*% left^2)) / parts$values[kept])
  spread <- drop(here %*% pmax(by_arm, 0))
  away <- diag(maker)
  share <- ifelse(away > 1e-10, load^2 / away, 0)
  covariance <- maker %*% (spread * maker)
  df <- sum(share * diag(covariance))^2 / sum(outer(share, share) * covariance^2)
  divisor <- sum(sign(load) * (maker^3 %*% load^3)) / sum(abs(load)^3)
  skewness <- sum((load * left)^3) / max(divisor, 1e-10) / se^3
  t <- qt(.975, df)
  more <- max(-1, min(1, skewness)) * (1 + 2 * t^2) / 6
  list(df, estimate - se * (t + max(-more, 0)), estimate + se * (t + max(more, 0)))
}

answer <- function(cube, groups, asked) {
  data <- sample_of(cube, groups, asked)
  row <- data.frame(role = asked$role, estimand = asked$name, estimate = NA_real_, se = NA_real_,
                    df = NA_real_, low = NA_real_, high = NA_real_, p = NA_real_, p_holm = NA_real_,
                    n_groups = length(data$y), n_assignments = NA_real_, exact = NA)
  if (!length(data$y)) return(row)
  x <- cbind(arm_columns(data$arm, asked$arms), nuisance(data))
  colnames(x) <- paste0("x", seq_len(ncol(x)))
  fit <- lm(y ~ 0 + ., data.frame(y = data$y, x))
  weights <- matrix(c(asked$weights[-1], rep(0, ncol(x) - length(asked$weights) + 1)), 1)
  found <- linear_contrast(fit, vcov = "CR2", cluster = data$slot, contrasts = weights,
                           test = "Satterthwaite")
  lot <- randomised(data, asked)
  row[c("estimate", "se")] <- found[c("Est", "SE")]
  row[c("df", "low", "high")] <- interval(x, data$y, data$arm, weights, found$Est, found$SE)
  row[c("p", "n_assignments", "exact")] <- list(lot$p, lot$n, lot$exact)
  row
}

args <- commandArgs(trailingOnly = TRUE)
if (length(args) < 2) stop("usage: Rscript primary.R estimates.csv FOLDER...")
groups <- read_all(args[-1], "groups.csv")
groups <- groups[order(groups$slot), ]
decisions <- read_all(args[-1], "decisions.csv")
cube <- shares(decisions, groups)
found <- do.call(rbind, lapply(plan, function(asked) answer(cube, groups, asked)))
primary <- found$role == "primary"
found$p_holm[primary] <- p.adjust(ifelse(is.na(found$p), 1, found$p)[primary], "holm")
found$p_holm[is.na(found$estimate)] <- NA
options(digits = 15)
write.csv(found, args[1], row.names = FALSE, na = "")
