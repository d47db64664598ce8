async function quote(symbol) {
  if (symbol === "XAU") throw new RangeError(`no venue lists ${symbol}`);
  return 1;
}
console.log("quoting 3 symbols");
Promise.all(["EUR", "XAU", "USD"].map(quote)).then(console.log);
