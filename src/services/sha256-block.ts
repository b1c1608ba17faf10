/** The state of SHA-256 between two blocks: eight words of 32 bits. */
export type Sha256State = Int32Array;

const ROUNDS = 64;
const PRIMES = firstPrimes(ROUNDS);
/** FIPS 180-4 §4.2.2: of the cube roots of the first 64 primes, the first 32 bits behind the point. */
const CONSTANTS = Int32Array.from(PRIMES, (prime) => bitsBehindPoint(Math.cbrt(prime)));
/** FIPS 180-4 §5.3.3: the same of the square roots of the first eight. */
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => bitsBehindPoint(Math.sqrt(prime)));

const schedule = new Int32Array(ROUNDS);

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

function bitsBehindPoint(root: number): number {
  return ((root % 1) * 2 ** 32) | 0;
}

/** The state before the first block. */
export function startSha256(): Sha256State {
  return new Int32Array(START);
}

/** FIPS 180-4 §6.2.2, step 1: the block's sixteen words, and 48 made of them. */
function fillSchedule(block: Int32Array): void {
  for (let n = 0; n < 16; n += 1) schedule[n] = block[n] ?? 0;
  for (let n = 16; n < ROUNDS; n += 1) {
    const near = schedule[n - 2] ?? 0;
    const far = schedule[n - 15] ?? 0;
    const ofNear = ((near >>> 17) | (near << 15)) ^ ((near >>> 19) | (near << 13)) ^ (near >>> 10);
    const ofFar = ((far >>> 7) | (far << 25)) ^ ((far >>> 18) | (far << 14)) ^ (far >>> 3);
    schedule[n] = (ofNear + (schedule[n - 7] ?? 0) + ofFar + (schedule[n - 16] ?? 0)) | 0;
  }
}

/**
 * Takes one more block of sixteen big-endian words into `state` (FIPS 180-4 §6.2.2, steps 2 to 4). For texts of one block a
 * call of node:crypto costs several times what the hashing does; padding is the caller's.
 */
export function addSha256Block(state: Sha256State, block: Int32Array): void {
  fillSchedule(block);
  // By hand: taking a typed array apart, or making a new one, takes longer than all the rounds.
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let n = 0; n < ROUNDS; n += 1) {
    const ofE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const ofA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const first = (h + ofE + ((e & f) ^ (~e & g)) + (CONSTANTS[n] ?? 0) + (schedule[n] ?? 0)) | 0;
    const second = (ofA + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
  state[5] = (state[5] ?? 0) + f;
  state[6] = (state[6] ?? 0) + g;
  state[7] = (state[7] ?? 0) + h;
}
