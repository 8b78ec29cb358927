// What `cdk8s synth` loads in this repository, where the package is not built: its sources. Users name ./node_modules/cdk8s-autoscaling.
require('tsx/cjs');
module.exports = require('../lib/checks');
