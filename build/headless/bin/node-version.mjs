// Says in one sentence what an older Node would say by a fault of syntax.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`Keybearer needs Node 22.18 or later; this is ${process.versions.node}.\n`);
  process.exit(1);
}
