const rows = Array.from({ length: 400 }, (_, i) => ({ id: i, score: i === 377 ? null : { value: i / 7 } }));
function summarize(items) {
  let total = 0;
  for (const item of items) total += item.score.value;
  return total;
}
console.log(`loaded ${rows.length} rows`);
console.log(`first hundred: ${summarize(rows.slice(0, 100)).toFixed(2)}`);
console.log(`all: ${summarize(rows).toFixed(2)}`);
