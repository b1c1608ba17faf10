// The tests that run on D1 call services themselves; the Worker that hosts them answers nothing.
export default {};
