/**
 * What users do to a model: choose parameters, freeze, cast, update, copy, inspect, compare.
 *
 * <p>What changes a model begins with {@link dev.mlxj.surgery.Choice} (which parameters) and ends
 * with a plan, whose {@code write} is the one road to disk: dry runs, receipts, verification,
 * sharding and progress are written once, there. {@link dev.mlxj.surgery.FrozenSet} is the
 * persistent trainability of a checkpoint.
 *
 * <p>What looks at a model begins with {@link dev.mlxj.surgery.Inspection} (from headers alone) and
 * {@link dev.mlxj.surgery.Measurement} (one pass over the data). {@link dev.mlxj.surgery.Check} is
 * one model by itself, {@link dev.mlxj.surgery.Diff} two side by side, and {@link
 * dev.mlxj.surgery.Verify} computes: with {@link dev.mlxj.surgery.Tolerance} it decides what the
 * dtypes of two models explain.
 *
 * <p>Uses every room below it. Nothing here reads options or prints: that is {@code cli}.
 */
@NullMarked
package dev.mlxj.surgery;

import org.jspecify.annotations.NullMarked;
