* Which estimates does Stata find from the exported tables?
*
*   stata -b do primary.do FOLDER
*
* Reads decisions.csv and groups.csv of the folder and writes estimates_stata.csv beside them, one
* row per estimand. Errors are HC2, which with one row per group is CR2. The interval's degrees of
* freedom are Satterthwaite's for arms of unequal variance, and its limit on the side to which the
* outcomes are skewed is moved out by Johnson's correction. p deals the compared arms again within
* strata, 9,999 times at random, so that it agrees with the report within chance.

version 16
args folder
local draws 9999
set seed 1

* -- the game --

* A second run in one session would find the functions defined already.
capture mata: mata drop t_of() interval() arm_columns() redealt()
mata:
// The contrast's t ratio with HC2 errors; the contrast is the first column's coefficient.
real scalar t_of(real colvector y, real matrix x)
{
    real matrix bread
    real colvector b, left, lever, load
    bread = invsym(quadcross(x, x))
    b = bread * quadcross(x, y)
    left = y - x * b
    lever = rowsum((x * bread) :* x)
    load = x * bread[, 1]
    return(b[1] / sqrt(sum((load :* left):^2 :/ (1 :- lever))))
}

// Estimate, error, degrees of freedom, limits and number of groups for arms of unequal variance and
// skewed outcomes. Columns of the data: y, arm, stratum (not used here), covariate and cells.
real rowvector interval(string scalar data, real rowvector w)
{
    real matrix m, x, bread, maker, here, covariance
    real colvector y, left, load, spread, away, share
    real scalar j, b, se, df, divisor, t, more
    m = st_data(., data)
    y = m[, 1]
    x = arm_columns(m[, 2], w), m[, 4..cols(m)]
    bread = invsym(quadcross(x, x))
    maker = I(rows(x)) - x * bread * x'
    left = maker * y
    load = x * bread[, 1]
    b = quadcross(load, y)
    away = diagonal(maker)
    share = (load:^2) :/ away
    se = sqrt(sum(share :* (left:^2)))
    here = m[, 2] :== 1
    for (j = 2; j <= cols(w); j++) here = here, (m[, 2] :== j)
    // The arms' variances: what cannot be told apart counts as equal.
    spread = pinv(here' * (maker:^2) * here) * (here' * (left:^2))
    spread = here * (spread :* (spread :> 0))
    covariance = maker * (spread :* maker)
    df = sum(share :* diagonal(covariance))^2 / sum((share * share') :* (covariance:^2))
    divisor = sum(sign(load) :* ((maker:^3) * (load:^3))) / sum(abs(load):^3)
    t = invttail(df, .025)
    more = sum((load :* left):^3) / max((divisor, 1e-10)) / (se^3)
    more = max((-1, min((1, more)))) * (1 + 2 * t^2) / 6
    return((b, se, df, b - se * (t + max((-more, 0))), b + se * (t + max((more, 0))), rows(x)))
}

// Columns of the arms: the first one's coefficient is the contrast with the given weights.
real matrix arm_columns(real colvector arm, real rowvector w)
{
    real matrix x
    real scalar j
    x = (arm :== 2) / w[2]
    for (j = 3; j <= cols(w); j++) x = x, (arm :== j) - (w[j] / w[2]) :* (arm :== 2)
    return(x)
}

// Deals arms again within strata and returns p.
real scalar redealt(string scalar data, real rowvector w, real scalar draws)
{
    real matrix m, common
    real colvector y, arm, stratum, turn, fixed, dealt
    real scalar observed, hits, k
    m = st_data(., data)
    y = m[, 1]
    arm = m[, 2]
    stratum = m[, 3]
    common = m[, 4..cols(m)]
    observed = abs(t_of(y, (arm_columns(arm, w), common)))
    fixed = order((stratum, (1::rows(m))), (1, 2))
    dealt = arm
    hits = 0
    for (k = 1; k <= draws; k++) {
        turn = order((stratum, runiform(rows(m), 1)), (1, 2))
        dealt[fixed] = arm[turn]
        hits = hits + (abs(t_of(y, (arm_columns(dealt, w), common))) >= observed * (1 - 1e-9))
    }
    return((1 + hits) / (1 + draws))
}
end

* One row per group and round: the mean share of all seats, and of each pair.
import delimited "`folder'/decisions.csv", clear varnames(1) stringcols(_all) ///
    encoding("utf-8")
destring slot round contribution settled_at, replace
drop if missing(settled_at)
generate double share = 100 * contribution / $endowment
foreach seats of global pairs {
    generate double share_`seats' = share if strpos("`seats'", seat)
}
bysort slot round: generate n = _N
drop if n < $members
collapse (mean) share_*, by(slot round)
tempfile paths
save "`paths'"
import delimited "`folder'/groups.csv", clear varnames(1) stringcols(_all) ///
    encoding("utf-8")
destring slot block beliefs, replace
keep slot block condition beliefs third
tempfile groups
save "`groups'"

tempname out
tempfile results
postfile `out' str12 role str60 estimand double(estimate se df low high p n_groups) using "`results'"

capture program drop answer
program answer, rclass
    syntax, seats(string) first(integer) last(integer) outcome(string) arm(string) arms(string) ///
        weights(string) paths(string) groups(string) cfirst(integer) clast(integer) ///
        draws(integer) [among(string)]
    use "`paths'", clear
    keep if inrange(round, `first', `last')
    local middle = (`first' + `last') / 2
    generate double away = round - `middle'
    generate double up = away * share_`seats'
    generate double square = away^2
    collapse (count) n = share_`seats' (mean) level = share_`seats' (sum) up square, by(slot)
    keep if n == `last' - `first' + 1
    generate double y = level
    if "`outcome'" == "slope" replace y = up / square * (`last' - `first')
    tempfile outcomes
    save "`outcomes'"
    use "`paths'", clear
    keep if inrange(round, `cfirst', `clast')
    collapse (count) nc = share_$everybody (mean) before = share_$everybody, by(slot)
    keep if nc == `clast' - `cfirst' + 1
    merge 1:1 slot using "`outcomes'", keep(match) nogenerate
    merge 1:1 slot using "`groups'", keep(match) nogenerate
    generate dealt = .
    local j 0
    foreach name of local arms {
        local ++j
        replace dealt = `j' if `arm' == "`name'"
    }
    drop if missing(dealt)
    if "`among'" != "" {
        generate kept = 0
        foreach name of local among {
            replace kept = 1 if condition == "`name'"
        }
        keep if kept
    }
    if "`arm'" == "third" egen cell = group(block condition)
    else egen cell = group(block)
    if "`arm'" == "third" generate stratum = cell
    else egen stratum = group(block beliefs)
    * A cell counts if it holds every arm.
    bysort cell dealt: generate one = _n == 1
    bysort cell: egen held = total(one)
    keep if held == `j'
    sort slot
    quietly tabulate cell, generate(cell_)
    unab cells : cell_*
    local w = subinstr("`weights'", " ", ",", .)
    mata: st_matrix("w", (`w'))
    mata: st_matrix("found", interval("y dealt stratum before `cells'", st_matrix("w")))
    return scalar estimate = found[1, 1]
    return scalar se = found[1, 2]
    return scalar df = found[1, 3]
    return scalar low = found[1, 4]
    return scalar high = found[1, 5]
    return scalar n = found[1, 6]
    mata: st_numscalar("p", redealt("y dealt stratum before `cells'", st_matrix("w"), `draws'))
    return scalar p = scalar(p)
end

* -- the plan --

postclose `out'
use "`results'", clear
* Holm's adjustment over the primary family, in the order of p; one without p counts as 1.
generate long place = _n
generate byte later = role != "primary"
quietly count if !later
local family = r(N)
sort later p place
generate double p_holm = min(1, (`family' - _n + 1) * p) if !later
replace p_holm = max(p_holm, p_holm[_n - 1]) if !later & _n > 1
sort place
drop place later
order p_holm, after(p)
format estimate se df low high p p_holm %18.0g
list, noobs abbreviate(20)
export delimited using "`folder'/estimates_stata.csv", replace datafmt
