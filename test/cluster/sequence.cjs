const { default: Sequencer } = require('@jest/test-sequencer');

/** What others need comes first: what is not admitted cannot run, and faults are for what runs. */
const SUBJECTS = [
  'admission',
  'metrics-server',
  'lab-cpu-autoscaling',
  'lab-zero-downtime',
  'lab-exposing-services',
  'controllers',
];

module.exports = class extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const index = SUBJECTS.findIndex((subject) => path.includes(`/${subject}.`));
      return index < 0 ? SUBJECTS.length : index;
    };
    return [...tests].sort((a, b) => place(a) - place(b) || (a.path < b.path ? -1 : 1));
  }
};
