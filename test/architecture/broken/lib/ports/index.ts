// breaks: nothing
export interface Clock {
  now(): number;
}
