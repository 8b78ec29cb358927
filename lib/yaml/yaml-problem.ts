/** Why a text is not valid YAML, and where. */
export class YamlProblem extends Error {
  /** @param offset the index of the character in the text that it is about */
  constructor(
    message: string,
    public readonly offset: number,
  ) {
    super(message);
  }
}

/** A text that would take more memory or time than any Kubernetes object is worth. */
export class YamlBudgetProblem extends YamlProblem {}

/** A name that stands for no anchor of the document. */
export class StrayAlias extends YamlProblem {
  constructor(
    public readonly anchor: string,
    offset: number,
  ) {
    super(`*${anchor} has no anchor &${anchor} before it`, offset);
  }
}
