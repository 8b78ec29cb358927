export { expect, type NegatedAssertions, type PredictionAssertions, type Reached } from './expect';
export { predictionMatchers, type MatcherResult, type ReachOptions } from './matchers';
export { predict, type ChartPredictOptions } from './predict-chart';
export { Load, parseLoad, type Prediction, type PredictOptions } from '../simulation';
