// Runs before anything is painted: the theme a person chose, or the system's. Then whatever needs no server.
(() => {
  const root = document.documentElement;
  const wantsDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : wantsDark.matches);
  const chosen = localStorage.getItem("familiar-theme");
  if (chosen) root.dataset.theme = chosen;

  const set = (theme) => {
    root.dataset.theme = theme;
    if (theme === (wantsDark.matches ? "dark" : "light")) {
      localStorage.removeItem("familiar-theme"); // back in step with the system: follow it again
      delete root.dataset.theme;
    } else localStorage.setItem("familiar-theme", theme);
  };

  const openGallery = (open) => {
    document.body.toggleAttribute("data-gallery", open);
    document.querySelector(".chat").inert = open; // it lies under the gallery: nothing there takes the focus
    for (const button of document.querySelectorAll("[data-does=gallery]")) button.ariaExpanded = String(open);
    const focus = open ? ".rail-close" : ".top [data-does=gallery]";
    document.querySelector(focus)?.focus();
  };

  const enlarge = (picture) => {
    const box = document.createElement("dialog");
    box.className = "lightbox";
    box.ariaLabel = picture.alt;
    const close = Object.assign(document.createElement("button"), { className: "round lightbox-close", textContent: "✕" });
    close.ariaLabel = "Close";
    const whole = Object.assign(document.createElement("img"), { src: picture.src, alt: picture.alt });
    const words = Object.assign(document.createElement("p"), { textContent: picture.alt });
    box.append(close, whole, words);
    box.addEventListener("click", (event) => event.target === whole || box.close());
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
  };

  document.addEventListener("click", (event) => {
    const does = event.target.closest("[data-does]")?.dataset.does;
    if (does === "theme") set(isDark() ? "light" : "dark");
    if (does === "gallery") openGallery(!document.body.hasAttribute("data-gallery"));
    if (does === "close-gallery" && document.body.hasAttribute("data-gallery")) openGallery(false);
    if (does === "close-samples") document.body.removeAttribute("data-samples");
    if (does === "samples") document.body.toggleAttribute("data-samples");
    if (does === "dismiss") event.target.closest(".notice").hidden = true;
    if (does === "enlarge") enlarge(event.target.closest("button").querySelector("img"));
    if (!event.target.closest("details.menu")) document.querySelector("details.menu[open]")?.removeAttribute("open");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    if (document.body.hasAttribute("data-gallery")) openGallery(false);
    document.querySelector("details.menu[open]")?.removeAttribute("open");
  });
})();
