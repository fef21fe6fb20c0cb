// What is folded away prints too: opened before, closed again after. An address that leads into a fold opens it, in
// browsers that don't by themselves.
(() => {
  let opened = [];

  function openAround(node) {
    for (let fold = node.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }

  function followAddress() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.closest("details:not([open])")) return; // what is folded away may have boxes
    openAround(target);
    target.scrollIntoView();
  }

  addEventListener("hashchange", followAddress);
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
  followAddress();
})();
