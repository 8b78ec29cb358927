import * as fs from 'node:fs';
import { text } from '../kubernetes/fields';
import { problemText } from '../validation';
import { checkManifests } from './check-manifests';
import { type CheckOptions } from './check-options';
import { ManifestReader } from './files/manifest-reader';
import { type Finding } from './finding';
import { nameOf, sourceOf, type CheckedObject } from './manifest';
import { optionsProblem } from './options-problem';
import { findRule } from './registry';

/** What `cdk8s synth` gives to a validation: the part of `cdk8s-cli/plugins` that is used here, so that nobody needs the CLI to compile. */
export interface ManifestValidationContext {
  readonly manifests: readonly string[];
  readonly metadata: { readonly [resource: string]: { readonly path: string } };
  readonly report: ManifestValidationReport;
}

/** Where a validation tells what it found. */
export interface ManifestValidationReport {
  addViolation(violation: ManifestViolation): void;
  submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
}

/** A finding, as `cdk8s synth` prints it. */
export interface ManifestViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly ViolatingManifest[];
}

/** An object of a finding, as `cdk8s synth` prints it. */
export interface ViolatingManifest {
  readonly resourceName: string;
  readonly locations: readonly string[];
  readonly manifestPath: string;
}

/**
 * The rules as a validation of `cdk8s synth`, over the files as they were written:
 *
 * ```yaml
 * validations:
 *   - package: ./node_modules/cdk8s-autoscaling
 *     version: 0.1.0
 *     class: ManifestValidation
 *     properties: { kubernetes: '1.36', ignore: [R16] }
 * ```
 *
 * Errors fail the synthesis, warnings are printed. The command `cdk8s-autoscaling check` tells infos too.
 */
export class ManifestValidation {
  private readonly options: CheckOptions;

  /**
   * @param options what the rules may be told, as `properties` in cdk8s.yaml
   * @throws on an option, a rule or a severity that does not exist, and on a value that an option cannot have.
   */
  constructor(options: CheckOptions = {}) {
    const problem = optionsProblem(options);
    if (problem) throw new Error(`The properties of ManifestValidation in cdk8s.yaml: ${problemText(problem)}`);
    this.options = options;
  }

  /** Checks all manifests and reports what was found. */
  public validate(context: ManifestValidationContext): Promise<void> {
    const reader = new ManifestReader();
    for (const file of context.manifests) reader.read(file, fs.readFileSync(file, 'utf8'));
    const findings = checkManifests(reader.objects, this.options).filter(({ severity }) => severity !== 'info');
    for (const { severity, what, why, fix, location } of reader.unreadable) {
      const place = `${location.file}:${location.line}`;
      context.report.addViolation({
        ruleName: `R0 ${findRule('R0')?.name ?? ''}: ${severity}`,
        recommendation: `The document at ${place} ${what}. ${why}`,
        fix,
        violatingResources: [{ resourceName: location.file, locations: [place], manifestPath: location.file }],
      });
    }
    for (const finding of findings) context.report.addViolation(violationOf(finding, reader, context));
    const told = [...findings, ...reader.unreadable];
    const errors = told.filter(({ severity }) => severity === 'error').length;
    context.report.submit(errors > 0 ? 'failure' : 'success', {
      Objects: String(reader.objects.length),
      Errors: String(errors),
      Warnings: String(told.length - errors),
    });
    return Promise.resolve();
  }
}

function violationOf(
  finding: Finding,
  reader: ManifestReader,
  { metadata }: ManifestValidationContext,
): ManifestViolation {
  const { rule, name, severity, what, why, fix, docs, field } = finding;
  return {
    ruleName: `${rule} ${name}: ${severity}`,
    recommendation: `${what} ${why}`,
    fix: `${fix} (${docs})`,
    violatingResources: finding.objects.map((object, i) => {
      const place = reader.locate(sourceOf(object), i === 0 ? field : undefined);
      const file = place?.file ?? object.origin;
      const location = place ? `${place.file}:${place.line}` : object.origin;
      return {
        resourceName: resourceNameOf(object, metadata),
        locations: [i === 0 && field !== undefined ? `${location} ${field}` : location],
        manifestPath: file,
      };
    }),
  };
}

/**
 * The key of an object in the metadata, by which the report finds its construct: cdk8s has the name only, `AutoscalingApp` also kind and
 * namespace, because a Deployment and its Service often share a name.
 */
function resourceNameOf(object: CheckedObject, metadata: ManifestValidationContext['metadata']): string {
  const key = resourceKey(object);
  return key in metadata ? key : nameOf(object);
}

/** An object's kind, namespace and name: `Deployment shop/web`. */
export function resourceKey(object: Pick<CheckedObject, 'manifest'>): string {
  const namespace = text(object.manifest.metadata, 'namespace');
  const name = text(object.manifest.metadata, 'name') ?? '';
  return `${object.manifest.kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
