#!/usr/bin/env node
// The main job from end to end on the practice exchange, in a temporary folder.
import './node-version.mjs';

await import('../main/node22.mjs');
await import('../main/demo.mjs');
