package dev.mlxj.surgery;

import dev.mlxj.array.Array;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.Names;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Proof of a partial update: the tensors that a patch has are the patch's, converted to the model's
 * dtype, and all others are those of the model before, bit for bit.
 *
 * @param updated how many tensors the patch has
 * @param findings one for each tensor that is not as it should be; sorted
 */
public record UpdateProof(int updated, List<String> findings) {
    public UpdateProof {
        findings = List.copyOf(findings);
    }

    /** Compares {@code model} with {@code before} and {@code patch}. */
    public static UpdateProof of(Checkpoint model, Checkpoint before, Checkpoint patch, long memory)
            throws IOException {
        List<String> findings = Collections.synchronizedList(new ArrayList<>());
        List<Reading.Job> jobs = new ArrayList<>();
        for (Entry then : before.entries().values()) {
            if (!patch.entries().containsKey(then.name())) {
                compare(then, model, before, false, jobs, findings);
            }
        }
        for (Entry then : patch.entries().values()) {
            if (before.entries().containsKey(then.name())) {
                compare(then, model, patch, true, jobs, findings);
            } else {
                findings.add(
                        Names.quote(then.name()) + " is in the patch, and not in the model before");
            }
        }
        for (String name : model.entries().keySet()) {
            if (!before.entries().containsKey(name)) {
                findings.add(Names.quote(name) + " is new");
            }
        }
        Reading.run(jobs, memory);
        Collections.sort(findings);
        return new UpdateProof(patch.entries().size(), findings);
    }

    private static void compare(
            Entry then,
            Checkpoint model,
            Checkpoint source,
            boolean updated,
            List<Reading.Job> jobs,
            List<String> findings) {
        String name = then.name();
        Entry now = model.entries().get(name);
        String where = updated ? "the patch" : "the model before";
        if (now == null) {
            findings.add(Names.quote(name) + " is missing");
        } else if (!now.shape().equals(then.shape())) {
            findings.add(
                    Names.quote(name)
                            + " is "
                            + now.shape()
                            + ", in "
                            + where
                            + " "
                            + then.shape());
        } else if (now.dtype() == then.dtype()) {
            jobs.add(
                    (first, second) -> {
                        if (!Bytes.equal(model.source(name), source.source(name), first, second)) {
                            findings.add(Names.quote(name) + " differs from " + where);
                        }
                    });
        } else if (updated) {
            jobs.add(
                    (buffer, _) -> {
                        if (!isCastOf(model.source(name), source.source(name), buffer)) {
                            findings.add(
                                    Names.quote(name)
                                            + " is not the patch's, cast to "
                                            + now.dtype());
                        }
                    });
        } else {
            findings.add(
                    Names.quote(name)
                            + " is "
                            + now.dtype()
                            + ", in "
                            + where
                            + " "
                            + then.dtype());
        }
    }

    /** Whether a tensor is another one converted to its dtype. */
    private static boolean isCastOf(TensorSource cast, TensorSource of, MemorySegment buffer)
            throws IOException {
        AtomicBoolean equal = new AtomicBoolean(true);
        Array.of(of).astype(cast.dtype()).stream(
                (offset, block) -> {
                    if (equal.getPlain() && !holds(cast, offset, block, buffer)) {
                        equal.setPlain(false);
                    }
                });
        return equal.getPlain();
    }

    private static boolean holds(
            TensorSource tensor, long offset, MemorySegment block, MemorySegment buffer)
            throws IOException {
        for (long from = 0; from < block.byteSize(); from += buffer.byteSize()) {
            long n = Math.min(buffer.byteSize(), block.byteSize() - from);
            MemorySegment piece = buffer.asSlice(0, n);
            tensor.read(offset + from, piece);
            if (piece.mismatch(block.asSlice(from, n)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
