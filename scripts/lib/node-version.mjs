/** Ends the process on a Node that is too old. Written so that an old Node can read it. */
export function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`\nNode 20.19 or later is required. You have Node ${process.versions.node}.`);
  console.error('Get it from https://nodejs.org.\n');
  process.exit(1);
}
