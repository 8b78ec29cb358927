export { calibrate, type CalibrateOptions } from './calibrate';
export { worldOf, type CalibratedParameter, type Calibration, type ObservedFigure } from './calibration';
export { CALIBRATION_QUERIES, calibrateFromPrometheus, type CalibrationQuery } from './prometheus';
