/**
 * Checkpoints on disk: open, list, write. Knows bytes and names, never arithmetic.
 *
 * <p>Begin with {@link dev.mlxj.io.Checkpoint}: the {@link dev.mlxj.io.Entry entries} of one file
 * or of several {@link dev.mlxj.io.Shard shards}, whose bytes are read when asked for. A format is
 * one sub-package with a {@link dev.mlxj.io.Format}, listed in {@link dev.mlxj.io.Formats}. Every
 * problem with a file is a {@link dev.mlxj.io.CheckpointException}: it names the file and the way
 * out.
 *
 * <p>Everything that is written to a disk goes through {@link dev.mlxj.io.AtomicOutput} (a file, a
 * pipe), {@link dev.mlxj.io.AtomicDirectory} (a model of several files) or {@link
 * dev.mlxj.io.HeadOverwrite} (a header, where it stands): after any failure the output is what it
 * was or complete. {@link dev.mlxj.io.Journals} completes what a crash has left half done.
 *
 * <p>Uses {@code tensor}. Arithmetic on what is read here belongs to {@code array}; the two meet in
 * {@code weights}.
 */
@NullMarked
package dev.mlxj.io;

import org.jspecify.annotations.NullMarked;
