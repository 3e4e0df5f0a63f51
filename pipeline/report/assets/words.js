// Numbers, sums, dates and words as people write them.

const MONTHS = "January February March April May June July August September October November December".split(" ");
const SEASONS = { 21: "spring", 22: "summer", 23: "autumn", 24: "winter", 33: "first quarter of", 34: "second quarter of",
  35: "third quarter of", 36: "last quarter of" };

const count = (n) => n.toLocaleString("en-GB");
const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;
const label = (word) => data.labels[word] || word.replaceAll("_", " ");
const lower = (word) => (/^[A-Z][a-z]/.test(word) ? word[0].toLowerCase() + word.slice(1) : word);
const listed = (names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);

function pounds(n) {
  const scaled = (by, unit) => `£${Number((n / by).toPrecision(4)).toLocaleString("en-GB", { maximumFractionDigits: 3 })}${unit}`;
  if (Math.abs(n) >= 1e9) return scaled(1e9, "bn");
  if (Math.abs(n) >= 1e6) return scaled(1e6, "m");
  return `£${n.toLocaleString("en-GB", { maximumFractionDigits: 2 })}`;
}

const unitary = { GBP: pounds, percent: (n) => `${n.toLocaleString("en-GB")}%`, posts: (n) => `${n.toLocaleString("en-GB")} posts` };
const inUnit = (unit) => unitary[unit] || ((n) => `${unit} ${n.toLocaleString("en-GB")}`);

// Bounds with what is said of them: "more than £2m", "£3m to £4m", "up to £30m".
function amount(low, high, qualifier, unit = "GBP") {
  const write = inUnit(unit);
  if (low === null || low === undefined) return high === null || high === undefined ? "no amount" : `${qualifier === "less_than" ? "less than" : "up to"} ${write(high)}`;
  if (high === null || high === undefined) return `more than ${write(low)}`;
  if (low !== high) return `${write(low)} to ${write(high)}`;
  return qualifier === "about" ? `about ${write(low)}` : write(low);
}

function period(claim) {
  if (claim.period === "over_period") return claim.years ? `over ${plural(claim.years, "year")}` : "over a period";
  return { per_year: "a year", to_date: "to date", one_off: "once", unspecified: "time not said" }[claim.period];
}

// EDTF in words: 2011-04 is April 2011, 2011-04/2012-03 the financial year 2011/12.
function when(edtf) {
  if (!edtf) return "";
  const [from, to] = edtf.split("/");
  if (to !== undefined) {
    const fiscal = /^(\d{4})-04\/(\d{4})-03$/.exec(edtf);
    if (fiscal && Number(fiscal[2]) === Number(fiscal[1]) + 1) return `financial year ${fiscal[1]}/${fiscal[2].slice(2)}`;
    return `${when(from) || "?"} to ${when(to) || "?"}`;
  }
  if (/^\d{3}X$/.test(from)) return `${from.slice(0, 3)}0s`;
  const [year, month, day] = from.split("-");
  if (!month) return year;
  if (SEASONS[month]) return `${SEASONS[month]} ${year}`;
  return [day && Number(day), MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

function lifetime(a) {
  if (a.start && a.end) return `${when(a.start)} to ${when(a.end)}`;
  if (a.start) return a.group === "planned" ? `from ${when(a.start)}` : `since ${when(a.start)}`;
  return a.end ? `until ${when(a.end)}` : "";
}

const likely = (p) => (p >= 0.9 ? "very likely" : p >= 0.75 ? "likely" : p >= 0.5 ? "rather likely" : "uncertain");
const marks = { live: "●", planned: "◌", over: "■" };
const statusBadge = (a) => h("span", { class: `status ${a.group}` }, h("span", { "aria-hidden": "true" }, marks[a.group]), ` ${label(a.status)}`);
