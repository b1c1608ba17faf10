// Stands in for modules that packages load and that never run here (scripts/build.ts lists them).
// Some are extended as classes when they load, so every member must be a class; calling the stub is a mistake.
const unavailable = () => {
  throw new Error('This module is not in the bundle: nothing in Newsdesk runs it.');
};
module.exports = new Proxy(unavailable, {
  get: (_target, name) => (name === 'default' ? unavailable : name === '__esModule' ? false : class Unused {}),
});
