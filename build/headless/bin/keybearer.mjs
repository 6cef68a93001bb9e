#!/usr/bin/env node
import './node-version.mjs';

await import('../main/node22.mjs');
await import('../main/cli.mjs');
