// A request behind the page that failed is said aloud, in the words of <template id="trouble">.

const say = () => {
  const trouble = document.getElementById("trouble").content.cloneNode(true);
  document.getElementById("messages").replaceChildren(trouble);
  document.getElementById("messages").scrollIntoView({ block: "nearest" });
};

document.addEventListener("htmx:responseError", say);
document.addEventListener("htmx:sendError", say);
