/**
 * Synthesizes an app and prints the seconds of the processor that `synth()` took: node synth.js APP CHARTS [SHAPE].
 * APP is `autoscaling` or `cdk8s`; SHAPE is one of APPS.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'cdk8s';
import { AutoscalingApp } from '../lib';
import { APPS } from './apps';

const [kind, charts = '1', shape = 'raw'] = process.argv.slice(2);
const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-synth-'));
const app = kind === 'cdk8s' ? new App({ outdir }) : new AutoscalingApp({ outdir });
APPS[shape]?.(app, Number(charts));
process.stderr.write = () => true;
const start = process.cpuUsage();
app.synth();
const { user, system } = process.cpuUsage(start);
fs.rmSync(outdir, { recursive: true });
console.log((user + system) / 1e6);
