import { at, fields, list, text } from '../../kubernetes/fields';
import { frontedDeployments } from '../fronted-workloads';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, isLongRunning, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

/** Pods that stop at once, while proxies still send requests to them. */
export const noPreStop: Rule = {
  id: 'R52',
  name: 'no-prestop',
  severity: 'info',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'The pods behind a Service stop without a pause, while requests are still sent to them.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const [{ object, template }, service] of frontedDeployments(index)) {
    const hasPause = containersOf(template)
      .filter(isLongRunning)
      .some(({ container }) => {
        const preStop = fields(container, 'lifecycle', 'preStop');
        const isExec = list(preStop, 'exec', 'command').length > 0;
        return at(preStop, 'sleep') !== undefined || isExec || 'httpGet' in preStop;
      });
    const isRecreated = text(object.manifest, 'spec', 'strategy', 'type') === 'Recreate'; // of which R22 says the worse
    if (hasPause || isRecreated) continue;
    yield {
      objects: [object, service],
      field: `${templatePathOf(object)}spec.containers`,
      what: `${describe(object)} has no preStop hook, and ${describe(service)} sends requests to its pods.`,
      why: 'A pod is told to stop while proxies still send to it: requests of that moment are lost unless the app goes on serving after SIGTERM.',
      fix: 'Add lifecycle.preStop.sleep.seconds: 5, with a terminationGracePeriodSeconds that is longer.',
    };
  }
}
