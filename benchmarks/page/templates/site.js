// What a small shop's own script does: it counts what goes into the basket.
(function () {
  const basket = new Map();
  for (const button of document.querySelectorAll("button[data-product]")) {
    button.addEventListener("click", () => {
      const { product } = button.dataset;
      basket.set(product, (basket.get(product) || 0) + 1);
      button.dataset.count = basket.get(product);
    });
  }
})();
