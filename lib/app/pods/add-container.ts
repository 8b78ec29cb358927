import * as kplus from 'cdk8s-plus-28';
import { type Duration, type Size } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Fields } from '../../checks';
import { mountFiles, mountWritablePaths } from '../app-volumes';
import { pauseBeforeStop } from '../pre-stop';
import { checksOf, pauses, type AppContainer } from './app-containers';
import { type AppContainerProps } from './app-container-props';
import { storageQuantity } from './storage-quantity';

/** What a container brings to its pod. */
export interface AddedContainer {
  /** What cdk8s-plus cannot say of it. */
  readonly fields: Fields;
  /** A checksum of its files, if it has any. */
  readonly files?: string;
}

/** Adds a container to a workload: with its probes, files, writable folders, hardening and pause before it stops. */
export function addContainer(
  scope: Construct,
  workload: kplus.Workload,
  appName: string,
  container: AppContainer,
  preStopPause: Duration,
): AddedContainer {
  const { name, props, role } = container;
  const { options } = props.image;
  const checks = checksOf(container);
  const ownPause = pauses(container, preStopPause);
  const pause = ownPause && !props.lifecycle?.preStop ? pauseBeforeStop(scope, props.image, ownPause) : {};
  const lifecycle = { ...pause.lifecycle, ...props.lifecycle };
  const made: kplus.ContainerProps = {
    name,
    image: props.image.reference,
    imagePullPolicy: props.imagePullPolicy ?? kplus.ImagePullPolicy.IF_NOT_PRESENT,
    command: props.command ?? options.command,
    args: props.args ?? options.args,
    workingDir: props.workingDir,
    ports: props.image.ports.map((port) => ({ name: port.name, number: port.port })),
    envVariables: props.environment,
    resources: { cpu: props.cpu, memory: props.memory },
    securityContext: role === 'app' ? props.image.security.container : hardened(props),
    readiness: checks.get('readiness')?.toProbe(options.port),
    liveness: checks.get('liveness')?.toProbe(options.port),
    startup: checks.get('startup')?.toProbe(options.port),
    ...(Object.keys(lifecycle).length > 0 ? { lifecycle } : {}),
    ...(role === 'native sidecar' ? { restartPolicy: kplus.ContainerRestartPolicy.ALWAYS } : {}),
  };
  const isBefore = role === 'native sidecar' || role === 'init container';
  const added = isBefore ? workload.addInitContainer(made) : workload.addContainer(made);
  const prefix = role === 'app' ? '' : `${name}-`;
  mountWritablePaths(scope, added, options.writablePaths ?? [], prefix);
  return {
    fields: { ...pause.fields, ...fieldsOf(props) },
    files: options.files?.length ? mountFiles(scope, added, appName, options.files, prefix) : undefined,
  };
}

/** The security context of a container whose uid is not the pod's. */
function hardened({ image }: AppContainerProps): kplus.ContainerSecurityContextProps {
  const { uid = 0, gid = uid, security } = image;
  return { ...security.container, user: uid, group: gid };
}

function fieldsOf(props: AppContainerProps): Fields {
  const { envFrom, volumeMounts = [], terminationMessagePath, terminationMessagePolicy, securityContext } = props;
  const mounts = volumeMounts.filter(({ isDevice }) => !isDevice);
  const devices = volumeMounts.filter(({ isDevice }) => isDevice);
  return {
    envFrom: envFrom?.map((source) => source.toSpec()),
    volumeMounts: mounts.length > 0 ? mounts.map((mount) => mount.toSpec()) : undefined,
    volumeDevices: devices.length > 0 ? devices.map((mount) => mount.toSpec()) : undefined,
    terminationMessagePath,
    terminationMessagePolicy,
    securityContext,
    resources: resourcesOf(props),
  };
}

function resourcesOf({ ephemeralStorage, extendedResources = {}, claims }: AppContainerProps): Fields | undefined {
  const extended = Object.fromEntries(
    Object.entries(extendedResources).map(([name, amount]) => [name, String(amount)]),
  );
  const storage = (size: Size | undefined): Fields => (size ? { 'ephemeral-storage': storageQuantity(size) } : {});
  const requests = { ...storage(ephemeralStorage?.request), ...extended };
  const limits = { ...storage(ephemeralStorage?.limit), ...extended };
  if (Object.keys({ ...requests, ...limits }).length === 0 && !claims) return undefined;
  return {
    requests: Object.keys(requests).length > 0 ? requests : undefined,
    limits: Object.keys(limits).length > 0 ? limits : undefined,
    claims: claims?.map((name) => ({ name })),
  };
}
