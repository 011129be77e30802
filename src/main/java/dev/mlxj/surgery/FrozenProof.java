package dev.mlxj.surgery;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.Names;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Proof that what a base model says is frozen is the same, bit for bit, in a model made from it.
 *
 * @param frozen how many tensors the base has frozen
 * @param findings one for each of them that moved, changed its type, or is gone; sorted by name
 */
public record FrozenProof(int frozen, List<String> findings) {
    public FrozenProof {
        findings = List.copyOf(findings);
    }

    /** Compares the frozen tensors of {@code base} with those of {@code tuned}. */
    public static FrozenProof of(Checkpoint tuned, Checkpoint base, long memory)
            throws IOException {
        FrozenSet frozen = FrozenSet.in(base);
        int count = 0;
        List<String> findings = Collections.synchronizedList(new ArrayList<>());
        List<Reading.Job> jobs = new ArrayList<>();
        for (Entry then : base.entries().values()) {
            String name = then.name();
            if (!frozen.contains(name)) {
                continue;
            }
            count++;
            Entry now = tuned.entries().get(name);
            if (now == null) {
                findings.add(Names.quote(name) + " is frozen, and missing");
            } else if (now.dtype() != then.dtype() || !now.shape().equals(then.shape())) {
                findings.add(Names.quote(name) + " is frozen, and " + changed(then, now));
            } else {
                jobs.add(
                        (first, second) -> {
                            if (!Bytes.equal(
                                    tuned.source(name), base.source(name), first, second)) {
                                findings.add(Names.quote(name) + " is frozen, and moved");
                            }
                        });
            }
        }
        Reading.run(jobs, memory);
        Collections.sort(findings);
        return new FrozenProof(count, findings);
    }

    private static String changed(Entry then, Entry now) {
        return "is now "
                + now.dtype()
                + " "
                + now.shape()
                + ", not "
                + then.dtype()
                + " "
                + then.shape();
    }
}
