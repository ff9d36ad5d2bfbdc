/** Returns what to say of a Node that is too old to run configurations as they are, null of one that is not. */
export function nodeProblem(version: string): string | null {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return null;
  return `Pawl needs Node 22.18 or newer, which reads pawl.config.ts as it is; this is ${version}.\nInstall another one (nodejs.org, or your version manager) and run the command again.\nNothing was run.`;
}
