// Which pages a query means, best first: what codes are called and what people type for them is compared here, word
// by word, with typing mistakes; what pages say is Pagefind's. site.js loads it when the search is opened.

// How many words of a query count; a text that is longer is pasted, and answered by paste.js.
const WORDS = 12;
// How many of Pagefind's results are looked at: each is a file that is fetched.
const LOOKED_AT = 32;
// What a text counts against what a code is called, and how much more where that has nothing of a query.
const TEXT = 0.25;
const MORE = 2;
// What a text with some words of a query counts against one with all.
const SOME = 0.7;
// What a page counts of another protocol than the query names, than it has signs of, and than it has weak signs of.
const OTHERS = 0.4;
const UNSAID = 0.65;
const UNHINTED = 0.85;
// What a code that is not registered, or no more, counts against one that is: both may have the same name.
const NOT_CURRENT = 0.95;
// What a word counts that no code is called: it may be a mistake.
const STRANGE = 0.6;
// What a word of many texts still counts, and how much it has to tell to count in full; less and it is no word of texts.
const LEAST = 0.7;
const ENOUGH = 0.4;

// How far two words are from each other in letters that are missing, added, changed or exchanged; more than `most` is
// Infinity.
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (same ? 0 : 1));
      const isExchanged = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isExchanged) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    before = last;
    last = row;
  }
  return last[other.length] <= most ? last[other.length] : Infinity;
}

// How well a word that was typed fits one that is there, from 0 to 1. `exact` is a word as it is spelled, `bare`
// without marks: who types marks means them, who types none may mean any.
export function fitting(typed, there) {
  if (typed.exact === there.exact) return 1;
  const isPlain = typed.exact === typed.bare;
  if (typed.bare === there.bare) return isPlain ? 0.95 : 0.55;
  const [a, b] = [typed.bare, there.bare];
  const shared = Math.min(a.length, b.length);
  if (a.length >= 3 && b.startsWith(a)) {
    // Only the last word of a query may not be finished.
    const meant = (isPlain || there.exact.startsWith(typed.exact) ? 1 : 0.6) * (typed.isLast ? 1 : 0.7);
    return meant * (0.5 + 0.4 * (a.length / b.length));
  }
  if (b.length >= 4 && a.startsWith(b) && a.length - b.length <= 3) return 0.8;
  let stem = 0;
  while (stem < shared && a[stem] === b[stem]) stem++;
  if (stem >= 5 && a.length - stem <= 3 && b.length - stem <= 3) return 0.7;
  if (typed.isKnown || a.length < 4 || /\d/.test(a)) return 0;
  const most = a.length >= 8 ? 2 : 1;
  const away = distance(a, b, most);
  return away === Infinity ? 0 : away === 1 ? 0.7 : 0.5;
}

function total(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}

// Codes, and how a text is folded, in; what compares a query with their names out.
export function naming(codes, folded) {
  function words(text) {
    const found = text.normalize("NFC").toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) || [];
    return found.map((exact) => ({ exact, bare: folded(exact) }));
  }

  // What something is called, what that means, and what people call it.
  function phrases(names, gloss, also) {
    return [...names.map((each) => [each, 1]), [gloss, 0.9], ...also.split(",").map((each) => [each, 0.95])]
      .map(([text, weight]) => ({ words: words(text), weight }))
      .filter((each) => each.words.length);
  }

  const entries = codes.map((one) => {
    return { one, phrases: phrases([one.code.replace(/_/g, " "), one.phrase], one.gloss, one.also) };
  });
  // In how many codes a word stands: what stands in most of them tells none from another.
  const spread = new Map();
  entries.forEach((entry) => {
    new Set(entry.phrases.flatMap((each) => each.words.map((word) => word.bare))).forEach((bare) => {
      spread.set(bare, (spread.get(bare) || 0) + 1);
    });
  });
  const rarity = (count) => Math.log(1 + entries.length / (count || 1)) / Math.log(1 + entries.length);
  const protocols = new Set(codes.map((one) => folded(one.protocol.name)));

  // What a query says: its words with how much each counts, and how much a page of a protocol counts. `signs` are the
  // protocols that the query speaks, and those that it may.
  function query(text, [said = [], hinted = []] = []) {
    const all = words(text).slice(0, WORDS);
    const others = all.filter((word) => !protocols.has(word.bare));
    const asked = others.length ? others : all;
    all.forEach((word) => {
      word.isKnown = spread.has(word.bare);
      word.weight = word.isKnown ? rarity(spread.get(word.bare)) : STRANGE;
      word.isLast = word === asked[asked.length - 1];
      word.fits = new Map();
      // What stands in many texts tells little, even if few codes are called so. Of a word that no text has, Pagefind
      // counts a beginning, which many have.
      word.stands = (texts) => {
        const tells = texts ? Math.log(1 + 2 * entries.length / texts) / Math.log(1 + 2 * entries.length) : 0;
        word.isTold = !word.isKnown && tells > ENOUGH;
        if (word.isTold) word.weight = tells;
        else if (word.isKnown && texts) word.weight *= Math.min(1, Math.max(LEAST, tells / ENOUGH));
      };
    });
    const named = others.length ? all.map((word) => word.bare).filter((bare) => protocols.has(bare)) : [];
    const counts = (protocol) => {
      if (named.length) return named.includes(protocol) ? 1 : OTHERS;
      if (said.length) return said.includes(protocol) ? 1 : hinted.includes(protocol) ? UNHINTED : UNSAID;
      return !hinted.length || hinted.includes(protocol) ? 1 : UNHINTED;
    };
    return { words: asked, all, counts };
  }

  function fit(word, there) {
    if (!word.fits.has(there.exact)) word.fits.set(there.exact, fitting(word, there));
    return word.fits.get(there.exact);
  }

  // How well a phrase fits a query: its words, two of them in a row, and how much of the phrase they are.
  function compared(asked, phrase, best) {
    let sum = 0;
    let place = -2;
    let before = 0;
    let rows = 0;
    const used = new Map();
    asked.words.forEach((word, number) => {
      let at = -1;
      let most = 0;
      phrase.words.forEach((there, index) => {
        const how = fit(word, there) * (used.has(index) ? 0.5 : 1) + (index === place + 1 ? 0.001 : 0);
        if (how > most + 1e-9 && how > 0.01) [most, at] = [how, index];
      });
      const value = most * word.weight;
      sum += value;
      best[number] = Math.max(best[number], value);
      if (at >= 0 && at === place + 1) rows += Math.min(value, before);
      if (at >= 0) used.set(at, Math.max(used.get(at) || 0, most));
      [place, before] = [at < 0 ? -2 : at, value];
    });
    if (!sum) return 0;
    const whole = total(asked.words.map((word) => word.weight));
    const links = total(asked.words.slice(1).map((word, at) => Math.min(word.weight, asked.words[at].weight)));
    const weights = phrase.words.map((word) => rarity(spread.get(word.bare)));
    const covered = total(weights.map((weight, at) => weight * (used.get(at) || 0))) / total(weights);
    const isWhole = sum > 0.9 * whole && covered > 0.9;
    return phrase.weight * ((sum + rows) / (whole + links)) * (0.6 + 0.4 * covered) * (isWhole ? 1.4 : 1);
  }

  function score(asked, list, protocol) {
    const best = asked.words.map(() => 0);
    const most = Math.max(0, ...list.map((phrase) => compared(asked, phrase, best)));
    const all = most + 0.7 * (total(best) / total(asked.words.map((word) => word.weight)));
    return all * asked.counts(protocol);
  }

  return {
    query,
    // How well the name of a page that is no code's fits.
    title: (asked, title, gloss) => 0.8 * score(asked, phrases([title], gloss || "", ""), ""),
    // Every code with how well it fits.
    codes: (asked) => new Map(entries.map((entry) => {
      const { protocol, place } = entry.one;
      const isCurrent = protocol.current[place];
      return [entry.one, score(asked, entry.phrases, folded(protocol.name)) * (isCurrent ? 1 : NOT_CURRENT)];
    }))
  };
}

// Pagefind's results for a query, each with what it counts, from 0 to 1: those that have all of its words, and those
// that have some, the more the rarer these are. How many texts have a word says how much it tells of names, too.
export async function texts(engine, asked, variants) {
  const [whole, parts] = await Promise.all([variants, asked.all.map((word) => word.bare)].map((each) => {
    return Promise.all(each.map((text) => engine.search(text).then((answer) => answer.results)));
  }));
  const found = new Map();
  whole.forEach((results) => {
    const most = Math.max(...results.map((each) => each.score), 1e-9);
    results.filter((each) => !found.has(each.id)).forEach((result) => {
      found.set(result.id, { result, value: 0.6 + 0.4 * (result.score / most) });
    });
  });
  asked.all.forEach((word, at) => word.stands(parts[at].length));
  const weights = asked.all.map((word, at) => (parts[at].length ? word.weight : 0));
  const all = total(weights) || 1;
  const some = new Map();
  parts.forEach((results, at) => {
    results.filter((each) => !found.has(each.id)).forEach((result) => {
      const share = result.score / Math.max(results[0].score, 1e-9);
      const before = some.get(result.id) || { value: 0 };
      some.set(result.id, { result, value: before.value + (0.6 + 0.4 * share) * SOME * (weights[at] / all) });
    });
  });
  some.forEach((each, id) => found.set(id, each));
  return Array.from(found.values()).sort((a, b) => b.value - a.value).slice(0, LOOKED_AT);
}

// What codes and texts count together, `protocol` being whose page it is, if it is a code's: texts count the more, the
// more of a query no code is called.
export function together(asked, name, text, protocol) {
  const told = total(asked.words.map((word) => (word.isTold ? word.weight : 0)));
  const share = told / (total(asked.words.map((word) => word.weight)) || 1);
  return name + TEXT * (1 + MORE * share) * (protocol === undefined ? 1 : asked.counts(protocol)) * text;
}
