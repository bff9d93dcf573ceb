/**
 * Which titles have enough in common, compiled by AssemblyScript to WebAssembly with SIMD: `pnpm --filter @scopekit/dedupe kernel`.
 *
 * The memory, from 0: masks (8 bytes for each symbol and word of 64 letters), bags (32 bytes a title), starts (4 bytes a
 * title, and the end), runs (4 bytes a title: the first one that is longer), letters (2 bytes each: symbols of the library), needs (2 bytes for each sum of two lengths), hits (4
 * bytes a title). The addresses are given by the caller.
 *
 * @see H. Hyyrö, Bit-parallel LCS-length computation revisited, AWOCA 2004
 */

/** Letters of a title, at most: four words of 64 bits. */
const words: i32 = 4;

/**
 * Compares the title `i` with those from `from` to before `to`.
 *
 * @returns how many have in common with it what the sum of their lengths needs; their places stand at `hits`.
 */
export function scan(i: i32, from: i32, to: i32, bags: usize, starts: usize, runs: usize, letters: usize, needs: usize, hits: usize): i32 {
  const start = load<u32>(starts + (<usize>i << 2));
  const length = load<u32>(starts + (<usize>(i + 1) << 2)) - start;
  const count = <i32>((length + 63) >> 6);
  const own = letters + (<usize>start << 1);
  for (let at: u32 = 0; at < length; at++) {
    const mask = ((<usize>load<u16>(own + (<usize>at << 1)) * words) + <usize>(at >> 6)) << 3;
    store<u64>(mask, load<u64>(mask) | ((<u64>1) << (<u64>at & 63)));
  }
  const low = v128.load(bags + (<usize>i << 5));
  const high = v128.load(bags + (<usize>i << 5), 16);
  let found: i32 = 0;
  const ones = i16x8.splat(1);
  let j = from;
  while (j < to) {
    // titles of one length stand together, and need as much
    const other = load<u32>(starts + (<usize>(j + 1) << 2)) - load<u32>(starts + (<usize>j << 2));
    const last = min(to, <i32>load<u32>(runs + (<usize>j << 2)));
    const need = <i32>load<u16>(needs + (<usize>(length + other) << 1));
    do {
      const bag = bags + (<usize>j << 5);
      const common = i8x16.add(i8x16.min_u(low, v128.load(bag)), i8x16.min_u(high, v128.load(bag, 16)));
      const sums = i32x4.dot_i16x8_s(i16x8.extadd_pairwise_i8x16_u(common), ones);
      const two = i64x2.extract_lane(sums, 0) + i64x2.extract_lane(sums, 1);
      if (<i32>two + <i32>(two >> 32) >= need) {
        if (lcs(count, letters + (<usize>load<u32>(starts + (<usize>j << 2)) << 1), other, need) >= need) {
          store<i32>(hits + (<usize>found << 2), j);
          found++;
        }
      }
      j++;
    } while (j < last);
  }
  for (let at: u32 = 0; at < length; at++) store<u64>(((<usize>load<u16>(own + (<usize>at << 1)) * words) + <usize>(at >> 6)) << 3, 0);
  return found;
}

/** Stops after the middle where what is left cannot be enough. */
function lcs(count: i32, letters: usize, length: u32, need: i32): i32 {
  const end = letters + (<usize>length << 1);
  // what is enough of the first part, when all of the rest is in common
  const rest = length / 3;
  const middle = end - (<usize>rest << 1);
  const enough = need - <i32>rest;
  let s0: u64 = ~(<u64>0);
  if (count == 1) {
    for (let at = letters, to = middle; ; to = end) {
      for (; at < to; at += 2) {
        const u = s0 & load<u64>((<usize>load<u16>(at) * words) << 3);
        s0 = (s0 + u) | (s0 - u);
      }
      const common = <i32>popcnt(~s0);
      if (to == end || common < enough) return common;
    }
  }
  let s1: u64 = ~(<u64>0);
  if (count == 2) {
    for (let at = letters, to = middle; ; to = end) {
      for (; at < to; at += 2) {
        const mask = (<usize>load<u16>(at) * words) << 3;
        const u0 = s0 & load<u64>(mask);
        const u1 = s1 & load<u64>(mask, 8);
        const sum = s0 + u0;
        const carry: u64 = sum < s0 ? 1 : 0;
        s0 = sum | (s0 - u0);
        s1 = (s1 + u1 + carry) | (s1 - u1);
      }
      const common = <i32>(popcnt(~s0) + popcnt(~s1));
      if (to == end || common < enough) return common;
    }
  }
  let s2: u64 = ~(<u64>0);
  let s3: u64 = ~(<u64>0);
  for (let at = letters, to = middle; ; to = end) {
    for (; at < to; at += 2) {
      const mask = (<usize>load<u16>(at) * words) << 3;
      const u0 = s0 & load<u64>(mask);
      const u1 = s1 & load<u64>(mask, 8);
      const u2 = s2 & load<u64>(mask, 16);
      const u3 = s3 & load<u64>(mask, 24);
      const sum0 = s0 + u0;
      let carry: u64 = sum0 < s0 ? 1 : 0;
      const part1 = s1 + u1;
      const sum1 = part1 + carry;
      carry = (part1 < s1 ? 1 : 0) | (sum1 < part1 ? 1 : 0);
      const part2 = s2 + u2;
      const sum2 = part2 + carry;
      carry = (part2 < s2 ? 1 : 0) | (sum2 < part2 ? 1 : 0);
      s0 = sum0 | (s0 - u0);
      s1 = sum1 | (s1 - u1);
      s2 = sum2 | (s2 - u2);
      s3 = (s3 + u3 + carry) | (s3 - u3);
    }
    const common = <i32>(popcnt(~s0) + popcnt(~s1) + popcnt(~s2) + popcnt(~s3));
    if (to == end || common < enough) return common;
  }
  return 0;
}
