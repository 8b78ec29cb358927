const { default: Sequencer } = require('@jest/test-sequencer');

/** What is not admitted cannot run; the labs that load CPU come before everything else runs beside them; what removes everything is last. */
const SUBJECTS = [
  'schema',
  'admission',
  'apply',
  'lab-cpu-autoscaling',
  'lab-zero-downtime',
  'lab-exposing-services',
  'controllers',
  'status',
  'lab-custom-metrics',
  'lab-ingress-keda',
  'faults',
  'removal',
];

module.exports = class extends Sequencer {
  sort(tests) {
    const place = ({ path }) => SUBJECTS.findIndex((subject) => path.includes(`/${subject}.`));
    return [...tests].sort((a, b) => place(a) - place(b));
  }
};
