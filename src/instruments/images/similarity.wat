;; The inner loops of the perceptual score, four values at a time. `npm run generate` makes `similarity.generated.ts` of this file.
;;
;; All addresses and strides are in bytes, all counts in values. Loops go on to the next multiple of four: up to three values beyond a
;; row are read and written. Whoever calls writes rows from the first to the last and leaves room after the last one.
;;
;; Memory: 0 the offsets of eleven rows (i32), 64 the eleven weights of the window (f32), 1024 how many similarities are in each of the
;; 2,048 bins (i32), 16384 their sums (f64). Everything from 65536 on is for pixels.
(module
  (memory (export "memory") 2)

  ;; Interleaved RGB of 8 bits to Y'CbCr, 0 to 255 (ITU-R BT.601).
  (func (export "fromRgb") (param $from i32) (param $y i32) (param $cb i32) (param $cr i32) (param $count i32)
    (local $pixels v128)
    (loop $next
      (local.set $pixels (v128.load (local.get $from)))
      (call $split
        (f32x4.convert_i32x4_u (i8x16.swizzle (local.get $pixels)
          (v128.const i8x16 0 -1 -1 -1 3 -1 -1 -1 6 -1 -1 -1 9 -1 -1 -1)))
        (f32x4.convert_i32x4_u (i8x16.swizzle (local.get $pixels)
          (v128.const i8x16 1 -1 -1 -1 4 -1 -1 -1 7 -1 -1 -1 10 -1 -1 -1)))
        (f32x4.convert_i32x4_u (i8x16.swizzle (local.get $pixels)
          (v128.const i8x16 2 -1 -1 -1 5 -1 -1 -1 8 -1 -1 -1 11 -1 -1 -1)))
        (local.get $y) (local.get $cb) (local.get $cr))
      (local.set $from (i32.add (local.get $from) (i32.const 12)))
      (local.set $y (i32.add (local.get $y) (i32.const 16)))
      (local.set $cb (i32.add (local.get $cb) (i32.const 16)))
      (local.set $cr (i32.add (local.get $cr) (i32.const 16)))
      (br_if $next (i32.gt_s (local.tee $count (i32.sub (local.get $count) (i32.const 4))) (i32.const 0)))))

  ;; The same of RGBA, laid on a background of one grey.
  (func (export "fromRgba")
    (param $from i32) (param $y i32) (param $cb i32) (param $cr i32) (param $count i32) (param $grey f32)
    (local $pixels v128) (local $alpha v128) (local $under v128) (local $byte v128)
    (local.set $byte (i32x4.splat (i32.const 255)))
    (loop $next
      (local.set $pixels (v128.load (local.get $from)))
      (local.set $alpha (f32x4.mul
        (f32x4.convert_i32x4_u (i32x4.shr_u (local.get $pixels) (i32.const 24)))
        (f32x4.splat (f32.const 0.00392156862745098))))
      (local.set $under (f32x4.mul
        (f32x4.splat (local.get $grey))
        (f32x4.sub (f32x4.splat (f32.const 1)) (local.get $alpha))))
      (call $split
        (f32x4.add (local.get $under) (f32x4.mul (local.get $alpha)
          (f32x4.convert_i32x4_u (v128.and (local.get $pixels) (local.get $byte)))))
        (f32x4.add (local.get $under) (f32x4.mul (local.get $alpha)
          (f32x4.convert_i32x4_u (v128.and (i32x4.shr_u (local.get $pixels) (i32.const 8)) (local.get $byte)))))
        (f32x4.add (local.get $under) (f32x4.mul (local.get $alpha)
          (f32x4.convert_i32x4_u (v128.and (i32x4.shr_u (local.get $pixels) (i32.const 16)) (local.get $byte)))))
        (local.get $y) (local.get $cb) (local.get $cr))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (local.set $y (i32.add (local.get $y) (i32.const 16)))
      (local.set $cb (i32.add (local.get $cb) (i32.const 16)))
      (local.set $cr (i32.add (local.get $cr) (i32.const 16)))
      (br_if $next (i32.gt_s (local.tee $count (i32.sub (local.get $count) (i32.const 4))) (i32.const 0)))))

  (func $split (param $r v128) (param $g v128) (param $b v128) (param $y i32) (param $cb i32) (param $cr i32)
    (local $luma v128)
    (local.set $luma (f32x4.add
      (f32x4.mul (local.get $r) (f32x4.splat (f32.const 0.299)))
      (f32x4.add
        (f32x4.mul (local.get $g) (f32x4.splat (f32.const 0.587)))
        (f32x4.mul (local.get $b) (f32x4.splat (f32.const 0.114))))))
    (v128.store (local.get $y) (local.get $luma))
    (v128.store (local.get $cb) (f32x4.add (f32x4.splat (f32.const 128))
      (f32x4.mul (f32x4.sub (local.get $b) (local.get $luma)) (f32x4.splat (f32.const 0.564)))))
    (v128.store (local.get $cr) (f32x4.add (f32x4.splat (f32.const 128))
      (f32x4.mul (f32x4.sub (local.get $r) (local.get $luma)) (f32x4.splat (f32.const 0.713))))))

  ;; Two rows to one of half the width: each value the mean of two by two.
  (func (export "halve") (param $top i32) (param $bottom i32) (param $to i32) (param $count i32)
    (local $left v128) (local $right v128)
    (loop $next
      (local.set $left (f32x4.add (v128.load (local.get $top)) (v128.load (local.get $bottom))))
      (local.set $right (f32x4.add (v128.load offset=16 (local.get $top)) (v128.load offset=16 (local.get $bottom))))
      (v128.store (local.get $to) (f32x4.mul (f32x4.splat (f32.const 0.25)) (f32x4.add
        (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $left) (local.get $right))
        (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $left) (local.get $right)))))
      (local.set $top (i32.add (local.get $top) (i32.const 32)))
      (local.set $bottom (i32.add (local.get $bottom) (i32.const 32)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $next (i32.gt_s (local.tee $count (i32.sub (local.get $count) (i32.const 4))) (i32.const 0)))))

  ;; Of two planes, the sum, the difference, and the squares of both, each blurred over the eleven rows whose offsets lie at 0. They go
  ;; to four rows, `stride` apart. Mean and variance of sum and difference are all that structural similarity needs, and where pictures
  ;; are nearly alike the difference is small, so that nothing is lost to rounding.
  (func (export "blurDown") (param $a i32) (param $b i32) (param $to i32) (param $stride i32) (param $count i32)
    (local $row i32) (local $offset i32) (local $weight v128) (local $x v128)
    (local $sum v128) (local $difference v128) (local $weighted v128)
    (local $sums v128) (local $differences v128) (local $sumSquares v128) (local $differenceSquares v128)
    (loop $next
      (local.set $sums (v128.const i32x4 0 0 0 0))
      (local.set $differences (v128.const i32x4 0 0 0 0))
      (local.set $sumSquares (v128.const i32x4 0 0 0 0))
      (local.set $differenceSquares (v128.const i32x4 0 0 0 0))
      (local.set $row (i32.const 0))
      (loop $rows
        (local.set $offset (i32.load (local.get $row)))
        (local.set $weight (v128.load32_splat offset=64 (local.get $row)))
        (local.set $x (v128.load (i32.add (local.get $b) (local.get $offset))))
        (local.set $sum (v128.load (i32.add (local.get $a) (local.get $offset))))
        (local.set $difference (f32x4.sub (local.get $sum) (local.get $x)))
        (local.set $sum (f32x4.add (local.get $sum) (local.get $x)))
        (local.set $weighted (f32x4.mul (local.get $weight) (local.get $sum)))
        (local.set $sums (f32x4.add (local.get $sums) (local.get $weighted)))
        (local.set $sumSquares (f32x4.add (local.get $sumSquares) (f32x4.mul (local.get $weighted) (local.get $sum))))
        (local.set $weighted (f32x4.mul (local.get $weight) (local.get $difference)))
        (local.set $differences (f32x4.add (local.get $differences) (local.get $weighted)))
        (local.set $differenceSquares
          (f32x4.add (local.get $differenceSquares) (f32x4.mul (local.get $weighted) (local.get $difference))))
        (br_if $rows (i32.ne (local.tee $row (i32.add (local.get $row) (i32.const 4))) (i32.const 44))))
      (local.set $offset (local.get $to))
      (v128.store (local.get $offset) (local.get $sums))
      (local.set $offset (i32.add (local.get $offset) (local.get $stride)))
      (v128.store (local.get $offset) (local.get $differences))
      (local.set $offset (i32.add (local.get $offset) (local.get $stride)))
      (v128.store (local.get $offset) (local.get $sumSquares))
      (local.set $offset (i32.add (local.get $offset) (local.get $stride)))
      (v128.store (local.get $offset) (local.get $differenceSquares))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $b (i32.add (local.get $b) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $next (i32.gt_s (local.tee $count (i32.sub (local.get $count) (i32.const 4))) (i32.const 0)))))

  ;; A row blurred over eleven columns, in place: the value that belongs five columns further on is left at each address.
  (func (export "blurAcross") (param $at i32) (param $count i32)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128) (local $w4 v128) (local $w5 v128)
    (local.set $w5 (v128.load32_splat (i32.const 64)))
    (local.set $w4 (v128.load32_splat (i32.const 68)))
    (local.set $w3 (v128.load32_splat (i32.const 72)))
    (local.set $w2 (v128.load32_splat (i32.const 76)))
    (local.set $w1 (v128.load32_splat (i32.const 80)))
    (local.set $w0 (v128.load32_splat (i32.const 84)))
    (loop $next
      (v128.store (local.get $at)
        (f32x4.add
          (f32x4.add
            (f32x4.mul (local.get $w5)
              (f32x4.add (v128.load (local.get $at)) (v128.load offset=40 (local.get $at))))
            (f32x4.mul (local.get $w4)
              (f32x4.add (v128.load offset=4 (local.get $at)) (v128.load offset=36 (local.get $at)))))
          (f32x4.add
            (f32x4.add
              (f32x4.mul (local.get $w3)
                (f32x4.add (v128.load offset=8 (local.get $at)) (v128.load offset=32 (local.get $at))))
              (f32x4.mul (local.get $w2)
                (f32x4.add (v128.load offset=12 (local.get $at)) (v128.load offset=28 (local.get $at)))))
            (f32x4.add
              (f32x4.mul (local.get $w1)
                (f32x4.add (v128.load offset=16 (local.get $at)) (v128.load offset=24 (local.get $at))))
              (f32x4.mul (local.get $w0) (v128.load offset=20 (local.get $at)))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.gt_s (local.tee $count (i32.sub (local.get $count) (i32.const 4))) (i32.const 0)))))

  ;; Structural similarity (Wang 2004) of a row from the four blurred rows of `blurDown`: contrast and structure, and luminance where
  ;; `luminance` is 1. With p = a + b and q = a - b, contrast and structure are 1 - var(q) / ((var(p) + var(q)) / 2 + C2), and
  ;; luminance is 1 - q² / ((p² + q²) / 2 + C1) of the means. Each value is counted into its bin.
  (func (export "similarity") (param $at i32) (param $stride i32) (param $count i32) (param $luminance i32)
    (local $second i32) (local $third i32) (local $fourth i32) (local $from i32) (local $left i32) (local $bin i32)
    (local $p2 v128) (local $q2 v128) (local $pVariance v128) (local $qVariance v128) (local $value v128)
    (local $half v128) (local $one v128) (local $zero v128) (local $c1 v128) (local $c2 v128) (local $similarity f32)
    (local.set $half (f32x4.splat (f32.const 0.5)))
    (local.set $one (f32x4.splat (f32.const 1)))
    (local.set $c1 (f32x4.splat (f32.const 6.5025)))
    (local.set $c2 (f32x4.splat (f32.const 58.5225)))
    (local.set $from (local.get $at))
    (local.set $left (local.get $count))
    (local.set $second (i32.add (local.get $at) (local.get $stride)))
    (local.set $third (i32.add (local.get $second) (local.get $stride)))
    (local.set $fourth (i32.add (local.get $third) (local.get $stride)))
    (loop $next
      (local.set $p2 (v128.load (local.get $at)))
      (local.set $p2 (f32x4.mul (local.get $p2) (local.get $p2)))
      (local.set $q2 (v128.load (local.get $second)))
      (local.set $q2 (f32x4.mul (local.get $q2) (local.get $q2)))
      (local.set $pVariance
        (f32x4.max (local.get $zero) (f32x4.sub (v128.load (local.get $third)) (local.get $p2))))
      (local.set $qVariance
        (f32x4.max (local.get $zero) (f32x4.sub (v128.load (local.get $fourth)) (local.get $q2))))
      (local.set $value (f32x4.sub (local.get $one) (f32x4.div (local.get $qVariance)
        (f32x4.add (local.get $c2)
          (f32x4.mul (local.get $half) (f32x4.add (local.get $pVariance) (local.get $qVariance)))))))
      (if (local.get $luminance)
        (then (local.set $value (f32x4.mul (local.get $value)
          (f32x4.sub (local.get $one) (f32x4.div (local.get $q2)
            (f32x4.add (local.get $c1) (f32x4.mul (local.get $half) (f32x4.add (local.get $p2) (local.get $q2))))))))))
      (v128.store (local.get $at) (local.get $value))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $second (i32.add (local.get $second) (i32.const 16)))
      (local.set $third (i32.add (local.get $third) (i32.const 16)))
      (local.set $fourth (i32.add (local.get $fourth) (i32.const 16)))
      (br_if $next (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0))))
    (loop $next
      (local.set $similarity (f32.load (local.get $from)))
      (local.set $bin (i32.trunc_sat_f32_u
        (f32.min (f32.const 2047) (f32.mul (f32.const 1024) (f32.add (local.get $similarity) (f32.const 1))))))
      (local.set $second (i32.shl (local.get $bin) (i32.const 2)))
      (i32.store offset=1024 (local.get $second) (i32.add (i32.const 1) (i32.load offset=1024 (local.get $second))))
      (local.set $third (i32.shl (local.get $bin) (i32.const 3)))
      (f64.store offset=16384 (local.get $third)
        (f64.add (f64.load offset=16384 (local.get $third)) (f64.promote_f32 (local.get $similarity))))
      (local.set $from (i32.add (local.get $from) (i32.const 4)))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))))
