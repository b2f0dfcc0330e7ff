// The jobs of the analytics benchmark written with QuantLib, the way its users write them.
// Usage: quantlib JOB INPUT OUTPUT REPETITIONS. INPUT is numbers separated by blanks; OUTPUT gets a number a line; the
// seconds of each repetition are printed, a line each. Reading, writing and what is set up once are not timed.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <ql/quantlib.hpp>

using namespace QuantLib;
typedef std::vector<double> Numbers;

struct Input {
  std::ifstream file;
  explicit Input(const char* path) : file(path) {}
  double number() {
    double x;
    if (!(file >> x)) throw std::runtime_error("the input is too short");
    return x;
  }
  int count() { return static_cast<int>(number()); }
  Numbers numbers(int n) {
    Numbers all(n);
    for (double& x : all) x = number();
    return all;
  }
};

// Days since 1970-01-01 as a date.
Date dateOf(double day) { return Date(static_cast<Date::serial_type>(day) + 25569); }

typedef std::function<Numbers()> Job;

// 500 bonds as cash flows on dates, 1,000 curves of zero rates: value of each bond on each curve.
Job bonds(Input& in) {
  const Date today = dateOf(in.number());
  Settings::instance().evaluationDate() = today;
  const int tenors = in.count(), scenarios = in.count(), bondCount = in.count();
  std::vector<Date> dates(1, today);
  for (int i = 0; i < tenors; i++) dates.push_back(today + static_cast<Integer>(in.number()));
  std::vector<Numbers> rates;
  for (int s = 0; s < scenarios; s++) rates.push_back(in.numbers(tenors));
  std::vector<Leg> legs(bondCount);
  for (Leg& leg : legs) {
    const int flows = in.count();
    for (int i = 0; i < flows; i++) {
      const double day = in.number(), amount = in.number();
      leg.push_back(ext::make_shared<SimpleCashFlow>(amount, today + static_cast<Integer>(day)));
    }
  }
  return [=]() {
    Numbers values(scenarios * bondCount);
    for (int s = 0; s < scenarios; s++) {
      Numbers zero(1, rates[s][0]);
      zero.insert(zero.end(), rates[s].begin(), rates[s].end());
      InterpolatedZeroCurve<Linear> curve(dates, zero, Actual365Fixed());
      curve.enableExtrapolation();
      for (int b = 0; b < bondCount; b++) values[b * scenarios + s] = CashFlows::npv(legs[b], curve, false, today, today);
    }
    return values;
  };
}

// Implied volatilities of Black prices, undiscounted.
Job impliedVols(Input& in) {
  const int n = in.count();
  std::vector<Numbers> quotes;
  for (int i = 0; i < n; i++) quotes.push_back(in.numbers(5));
  return [=]() {
    Numbers vols(n);
    for (int i = 0; i < n; i++) {
      const Numbers& q = quotes[i];  // 1 or -1, forward, strike, years, price
      const double deviation = blackFormulaImpliedStdDev(q[0] > 0 ? Option::Call : Option::Put, q[2], q[1], q[4], 1.0, 0.0,
                                                         Null<Real>(), 1.0e-12, 200);
      vols[i] = deviation / std::sqrt(q[3]);
    }
    return vols;
  };
}

// Deposits and swaps against six-month Euribor, log-linear in discount factors.
Job bootstrap(Input& in) {
  const Date today = dateOf(in.number());
  Settings::instance().evaluationDate() = today;
  const int deposits = in.count(), swaps = in.count();
  Numbers depositMonths(deposits), depositRates(deposits), swapYears(swaps), swapRates(swaps);
  for (int i = 0; i < deposits; i++) { depositMonths[i] = in.number(); depositRates[i] = in.number(); }
  for (int i = 0; i < swaps; i++) { swapYears[i] = in.number(); swapRates[i] = in.number(); }
  const int queries = in.count();
  const Numbers days = in.numbers(queries);
  return [=]() {
    const Calendar target = TARGET();
    const ext::shared_ptr<IborIndex> euribor = ext::make_shared<Euribor6M>();
    std::vector<ext::shared_ptr<RateHelper>> helpers;
    for (int i = 0; i < deposits; i++)
      helpers.push_back(ext::make_shared<DepositRateHelper>(depositRates[i], Period(static_cast<Integer>(depositMonths[i]), Months), 2,
                                                            target, ModifiedFollowing, false, Actual360()));
    for (int i = 0; i < swaps; i++)
      helpers.push_back(ext::make_shared<SwapRateHelper>(swapRates[i], Period(static_cast<Integer>(swapYears[i]), Years), target, Annual,
                                                         ModifiedFollowing, Thirty360(Thirty360::BondBasis), euribor));
    PiecewiseYieldCurve<Discount, LogLinear> curve(today, helpers, Actual365Fixed());
    Numbers factors;
    for (double day : days) factors.push_back(curve.discount(today + static_cast<Integer>(day), true));
    return factors;
  };
}

// Heston's five parameters to option prices given as volatilities. Answer: v0, kappa, theta, sigma, rho, rms error of vol.
Job heston(Input& in) {
  const Date today(2, January, 2025);
  Settings::instance().evaluationDate() = today;
  const double spot = in.number(), rate = in.number(), dividend = in.number();
  const int n = in.count();
  std::vector<Numbers> quotes;
  for (int i = 0; i < n; i++) quotes.push_back(in.numbers(3));  // days, strike, volatility
  return [=]() {
    Handle<YieldTermStructure> r(ext::make_shared<FlatForward>(today, rate, Actual365Fixed()));
    Handle<YieldTermStructure> q(ext::make_shared<FlatForward>(today, dividend, Actual365Fixed()));
    Handle<Quote> s(ext::make_shared<SimpleQuote>(spot));
    auto process = ext::make_shared<HestonProcess>(r, q, s, 0.04, 1.0, 0.04, 0.5, -0.5);
    auto model = ext::make_shared<HestonModel>(process);
    auto engine = ext::make_shared<AnalyticHestonEngine>(model, 96);
    std::vector<ext::shared_ptr<CalibrationHelper>> helpers;
    std::vector<ext::shared_ptr<HestonModelHelper>> black;
    for (const Numbers& quote : quotes) {
      auto helper = ext::make_shared<HestonModelHelper>(Period(static_cast<Integer>(quote[0]), Days), NullCalendar(), s, quote[1],
                                                        Handle<Quote>(ext::make_shared<SimpleQuote>(quote[2])), r, q,
                                                        BlackCalibrationHelper::ImpliedVolError);
      helper->setPricingEngine(engine);
      helpers.push_back(helper);
      black.push_back(helper);
    }
    LevenbergMarquardt method(1e-8, 1e-8, 1e-8);
    model->calibrate(helpers, method, EndCriteria(400, 40, 1.0e-8, 1.0e-8, 1.0e-8));
    double squares = 0;
    for (const auto& helper : black) squares += std::pow(helper->calibrationError(), 2);
    return Numbers{model->v0(), model->kappa(), model->theta(), model->sigma(), model->rho(), std::sqrt(squares / n)};
  };
}

// Expected positive and negative exposure of a netting set of receiver swaps (annual fixed against annual floating, fixed in advance) in
// Hull-White under the risk-neutral measure, the short rate simulated exactly from given normals. Discount bonds are computed
// once for each path and date and shared by the swaps.
Job exposure(Input& in) {
  const double rate = in.number(), a = in.number(), sigma = in.number();
  const int paths = in.count(), dates = in.count(), swapCount = in.count();
  const double step = in.number();
  struct Swap { double notional, coupon; int years; };
  std::vector<Swap> swaps;
  int longest = 0;
  for (int i = 0; i < swapCount; i++) {
    const double notional = in.number(), coupon = in.number();
    swaps.push_back({notional, coupon, in.count()});
    longest = std::max(longest, swaps.back().years);
  }
  const Numbers normals = in.numbers(paths * dates);
  return [=]() {
    const Date today(2, January, 2025);
    Settings::instance().evaluationDate() = today;
    Handle<YieldTermStructure> curve(ext::make_shared<FlatForward>(today, rate, Actual365Fixed()));
    HullWhite model(curve, a, sigma);
    HullWhiteProcess process(curve, a, sigma);
    Numbers positive(dates, 0.0), negative(dates, 0.0), bond(longest + 1), annuity(longest + 1);
    for (int p = 0; p < paths; p++) {
      double r = process.x0(), fixing = std::exp(rate) - 1;
      for (int d = 0; d < dates; d++) {
        const double t = (d + 1) * step;
        r = process.evolve(d * step, r, step, normals[p * dates + d]);
        // on a payment date the payment is made and a new floating period begins
        const int next = static_cast<int>(std::floor(t + 1e-9)) + 1;
        double sum = 0;
        for (int year = next; year <= longest; year++) {
          bond[year] = model.discountBond(t, year, r);
          annuity[year] = sum += bond[year];
        }
        if (std::fabs(t - std::round(t)) < 1e-9 && next <= longest) fixing = 1 / bond[next] - 1;
        double value = 0;
        for (const Swap& swap : swaps)
          if (next <= swap.years)
            value += swap.notional * (swap.coupon * annuity[swap.years] - ((1 + fixing) * bond[next] - bond[swap.years]));
        positive[d] += std::max(value, 0.0) / paths;
        negative[d] += std::max(-value, 0.0) / paths;
      }
    }
    positive.insert(positive.end(), negative.begin(), negative.end());
    return positive;
  };
}

// One call after another of a single pricing, the answers all written.
Job singles(Input& in, const std::string& job) {
  const int n = in.count(), width = in.count();
  std::vector<Numbers> rows;
  for (int i = 0; i < n; i++) rows.push_back(in.numbers(width));
  const Date today(2, January, 2025);
  Settings::instance().evaluationDate() = today;
  std::function<double(const Numbers&)> price;
  if (job == "european")  // spot, strike, rate, dividend, vol, years
    price = [](const Numbers& x) {
      const double forward = x[0] * std::exp((x[2] - x[3]) * x[5]);
      return BlackCalculator(Option::Call, x[1], forward, x[4] * std::sqrt(x[5]), std::exp(-x[2] * x[5])).value();
    };
  else if (job == "american")  // the same, put
    price = [today](const Numbers& x) {
      auto flat = [&](double rate) { return Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, rate, Actual365Fixed())); };
      auto vol = Handle<BlackVolTermStructure>(ext::make_shared<BlackConstantVol>(today, NullCalendar(), x[4], Actual365Fixed()));
      auto process = ext::make_shared<BlackScholesMertonProcess>(Handle<Quote>(ext::make_shared<SimpleQuote>(x[0])), flat(x[3]), flat(x[2]), vol);
      VanillaOption option(ext::make_shared<PlainVanillaPayoff>(Option::Put, x[1]),
                           ext::make_shared<AmericanExercise>(today, today + static_cast<Integer>(std::lround(x[5] * 365))));
      option.setPricingEngine(ext::make_shared<QdFpAmericanEngine>(process, QdFpAmericanEngine::accurateScheme()));
      return option.NPV();
    };
  else if (job == "heston-price")  // spot, strike, rate, dividend, v0, kappa, theta, sigma, rho, years
    price = [today](const Numbers& x) {
      auto flat = [&](double rate) { return Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, rate, Actual365Fixed())); };
      auto process = ext::make_shared<HestonProcess>(flat(x[2]), flat(x[3]), Handle<Quote>(ext::make_shared<SimpleQuote>(x[0])), x[4], x[5], x[6], x[7], x[8]);
      VanillaOption option(ext::make_shared<PlainVanillaPayoff>(Option::Call, x[1]),
                           ext::make_shared<EuropeanExercise>(today + static_cast<Integer>(std::lround(x[9] * 365))));
      option.setPricingEngine(ext::make_shared<AnalyticHestonEngine>(ext::make_shared<HestonModel>(process), 192));
      return option.NPV();
    };
  else if (job == "bond-yield")  // coupon, years, clean price; semi-annual, ACT/ACT ICMA
    price = [today](const Numbers& x) {
      const Date maturity = today + Period(static_cast<Integer>(x[1]), Years);
      const Schedule schedule(today, maturity, Period(Semiannual), NullCalendar(), Unadjusted, Unadjusted, DateGeneration::Backward, false);
      const FixedRateBond bond(0, 100.0, schedule, Numbers(1, x[0]), ActualActual(ActualActual::ISMA, schedule), Unadjusted);
      return bond.yield(x[2], ActualActual(ActualActual::ISMA, schedule), Compounded, Semiannual, today, 1e-12);
    };
  else if (job == "swap")  // rate, coupon, years: receiver of fixed annual 30/360 against six months, on a flat curve
    price = [today](const Numbers& x) {
      Handle<YieldTermStructure> curve(ext::make_shared<FlatForward>(today, x[0], Actual365Fixed()));
      auto index = ext::make_shared<IborIndex>("i", Period(6, Months), 0, EURCurrency(), NullCalendar(), Unadjusted, false, Actual360(), curve);
      const Date maturity = today + Period(static_cast<Integer>(x[2]), Years);
      const Schedule fixed(today, maturity, Period(Annual), NullCalendar(), Unadjusted, Unadjusted, DateGeneration::Backward, false);
      const Schedule floating(today, maturity, Period(Semiannual), NullCalendar(), Unadjusted, Unadjusted, DateGeneration::Backward, false);
      VanillaSwap swap(Swap::Receiver, 1e6, fixed, x[1], Thirty360(Thirty360::BondBasis), floating, index, 0.0, Actual360());
      swap.setPricingEngine(ext::make_shared<DiscountingSwapEngine>(curve));
      return swap.NPV();
    };
  else
    throw std::runtime_error("unknown job");
  return [=]() {
    Numbers prices(n);
    for (int i = 0; i < n; i++) prices[i] = price(rows[i]);
    return prices;
  };
}

int main(int argc, char** argv) {
  if (argc != 5) return std::cerr << "usage: quantlib JOB INPUT OUTPUT REPETITIONS\n", 2;
  // floating coupons at the forward of their accrual period, as in the product
  IborCoupon::Settings::instance().createAtParCoupons();
  const std::string name = argv[1];
  Input in(argv[2]);
  const Job job = name == "bonds"          ? bonds(in)
                  : name == "implied-vols" ? impliedVols(in)
                  : name == "bootstrap"    ? bootstrap(in)
                  : name == "heston"       ? heston(in)
                  : name == "exposure"     ? exposure(in)
                                           : singles(in, name);
  Numbers answer;
  for (int i = 0; i < std::atoi(argv[4]); i++) {
    const auto start = std::chrono::steady_clock::now();
    answer = job();
    std::printf("%.9f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::FILE* out = std::fopen(argv[3], "w");
  for (double x : answer) std::fprintf(out, "%.17g\n", x);
  return std::fclose(out);
}
