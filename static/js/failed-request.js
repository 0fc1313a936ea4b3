// A request behind the page that failed is said aloud, in the words of <template id="trouble">, or
// of <template id="too-much"> where it was too large.

const TOO_LARGE = 413;

const say = ({ detail }) => {
  const words = detail.xhr?.status === TOO_LARGE ? "too-much" : "trouble";
  const trouble = document.getElementById(words).content.cloneNode(true);
  document.getElementById("messages").replaceChildren(trouble);
  document.getElementById("messages").scrollIntoView({ block: "nearest" });
};

document.addEventListener("htmx:responseError", say);
document.addEventListener("htmx:sendError", say);
