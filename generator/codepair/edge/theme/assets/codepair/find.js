// Which pages a query means, best first: what codes are called and what people type for them is compared here, word
// by word, with typing mistakes; what pages say is Pagefind's. site.js loads it when the search is opened.

// How many words of a query count; a text that is longer is pasted, and answered by paste.js.
const WORDS = 12;
// How many of Pagefind's results are looked at: each is a file that is fetched.
const LOOKED_AT = 24;
// Fewer pages than these with all words of a query, and those with some of them are looked for, too.
const FEW = 6;
// What a text counts against what a code is called.
const TEXT = 0.25;

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

  // What a query says: its words with how much each counts, and the protocols that it names.
  function query(text) {
    const all = words(text).slice(0, WORDS);
    const others = all.filter((word) => !protocols.has(word.bare));
    const asked = others.length ? others : all;
    asked.forEach((word) => {
      word.isKnown = spread.has(word.bare);
      // What no code is called may be a mistake, or stand in a text.
      word.weight = word.isKnown ? rarity(spread.get(word.bare)) : 0.6;
      word.isLast = word === asked[asked.length - 1];
      word.fits = new Map();
    });
    const named = others.length ? all.map((word) => word.bare).filter((bare) => protocols.has(bare)) : [];
    return { words: asked, all, named };
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
    const all = most + 0.5 * (total(best) / total(asked.words.map((word) => word.weight)));
    return asked.named.length && !asked.named.includes(protocol) ? all * 0.4 : all;
  }

  return {
    query,
    // How well the name of a page that is no code's fits.
    title: (asked, title, gloss) => 0.8 * score(asked, phrases([title], gloss || "", ""), ""),
    // Every code with how well it fits.
    codes: (asked) => new Map(entries.map((entry) => {
      return [entry.one, score(asked, entry.phrases, folded(entry.one.protocol.name))];
    }))
  };
}

// Pagefind's results for a query, each with what it counts, from 0 to 1: those that have all of its words, then those
// that have some, the more the rarer these are.
export async function texts(engine, asked, variants) {
  const found = new Map();
  for (const answer of await Promise.all(variants.map((text) => engine.search(text)))) {
    const most = Math.max(...answer.results.map((each) => each.score), 1e-9);
    answer.results.filter((each) => !found.has(each.id)).forEach((result) => {
      found.set(result.id, { result, value: 0.6 + 0.4 * (result.score / most) });
    });
  }
  if (found.size < FEW && asked.all.length > 1) {
    const some = new Map();
    const searched = await Promise.all(asked.all.map((word) => engine.search(word.bare)));
    const answers = searched.map((answer) => answer.results);
    const weights = answers.map((results) => (results.length ? 1 / Math.log(2 + results.length) : 0));
    const whole = total(weights) || 1;
    answers.forEach((results, at) => {
      results.filter((each) => !found.has(each.id)).forEach((result) => {
        const share = result.score / Math.max(results[0].score, 1e-9);
        const before = some.get(result.id) || { value: 0 };
        some.set(result.id, { result, value: before.value + (0.6 + 0.4 * share) * 0.7 * (weights[at] / whole) });
      });
    });
    some.forEach((each, id) => found.set(id, each));
  }
  return Array.from(found.values()).sort((a, b) => b.value - a.value).slice(0, LOOKED_AT);
}

// What codes and texts count together.
export function together(name, text) {
  return name + TEXT * text;
}
