import { dnsSubdomainProblem } from '../../validation';
import { text, type Fields } from '../fields';
import { hpaNameOf } from '../keda/trigger-fields';
import { hasKeda, nothingComesOf, refusedSince, webhookRefuses } from './keda-servers';
import { type Refusal, type Servers } from './refusal';

/** The longest value of a label: KEDA writes the name into one. */
const LONGEST = 63;
const SINCE = '2.20';

/** What is refused in the name of a ScaledObject, and in that of the HPA that KEDA makes of it. */
export function* scaledObjectNames(manifest: Fields, servers: Servers): Iterable<Refusal> {
  const name = text(manifest, 'metadata', 'name') ?? '';
  const hpaName = hpaNameOf(manifest);
  if (name.length > LONGEST) {
    yield refusedSince(servers, SINCE, {
      field: 'metadata.name',
      what: `its name has ${name.length} characters, and becomes the value of a label, which has ${LONGEST} at most`,
      why: webhookRefuses('ScaledObject'),
      fix: 'Choose a shorter name.',
      said: `scaledobject name "${name}" is ${name.length} characters long; must be no more than ${LONGEST} characters because it is used as the "scaledobject.keda.sh/name" label value`,
    });
  }
  if (hpaName.length > LONGEST && hasKeda(servers, SINCE)) {
    yield {
      field: 'metadata.name',
      what: `the name of its HorizontalPodAutoscaler, "${hpaName}", has ${hpaName.length} characters, and ${LONGEST} are allowed`,
      why: webhookRefuses('ScaledObject'),
      fix: 'Choose a shorter name, or set spec.advanced.horizontalPodAutoscalerConfig.name.',
      said: `HPA name "${hpaName}" derived from scaledobject is ${hpaName.length} characters long; must be no more than ${LONGEST} characters; set spec.advanced.horizontalPodAutoscalerConfig.name to a shorter name or shorten the scaledobject name`,
    };
  }
  const problem = hpaName === `keda-hpa-${name}` ? undefined : dnsSubdomainProblem(hpaName);
  if (!problem) return;
  yield {
    field: 'spec.advanced.horizontalPodAutoscalerConfig.name',
    what: `the name of its HorizontalPodAutoscaler, "${hpaName}", ${problem}`,
    why: nothingComesOf('ScaledObject'),
    fix: 'Use a name in that form, or leave it out.',
    admitted: true,
  };
}
