// The phrase of the page's language.
const russian = document.documentElement.lang === "ru";
export const say = (english, inRussian) => (russian ? inRussian : english);

/** An element with properties and children. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}
