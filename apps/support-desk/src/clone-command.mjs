/** What is typed for `pawl` in a clone, in its root or in this folder. */
export const CLONE_COMMAND = "npm run pawl --";
