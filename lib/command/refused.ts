import { permissionText, type ApiRefusal } from '../cluster';
import { InputError } from '../validation';

/** A refusal of the API server, told to the person who asked. */
export function refused(error: ApiRefusal): InputError {
  const { permission, status } = error;
  if (permission) {
    return new InputError({
      what: `You may not ${permissionText(permission)}.`,
      why: `The API server refuses it to "${permission.user}": there is nothing to show without it.`,
      fix: 'Ask for this permission, or name a namespace that you may read: --namespace',
    });
  }
  return new InputError({
    what:
      status === 0
        ? `The API server does not answer: ${error.message}.`
        : `The API server answered ${status}: ${error.message}`,
    why: 'What it does not tell, nobody knows.',
    fix: 'Try it by hand: kubectl get hpa --all-namespaces',
  });
}
