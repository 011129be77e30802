/**
 * Cases of the reference implementation, read for the tests of every room: what went into an
 * operation of MLX, and what came out.
 *
 * <p>Begin with {@link dev.mlxj.golden.GoldenCases}: a folder of cases as dynamic tests, one a
 * case. A test class for an area is named {@code CastGoldenTest}, {@code OpsGoldenTest} and so on,
 * and says how a {@link dev.mlxj.golden.GoldenCase} is run; what is read and compared is here. The
 * folder is {@code testdata/golden}, or the one that the system property {@code mlxj.golden} names;
 * an area that it lacks is skipped.
 */
@NullMarked
package dev.mlxj.golden;

import org.jspecify.annotations.NullMarked;
