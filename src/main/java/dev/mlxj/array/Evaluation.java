package dev.mlxj.array;

import dev.mlxj.tensor.TensorSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Computes arrays: each node once, inputs before results, without recursion, so that the depth of a
 * graph is limited by memory alone. A node that has its value forgets its inputs; so an
 * intermediate value goes with its last use, unless the program itself still holds the array.
 *
 * <p>A pointwise node whose users all belong to one chain of pointwise nodes is computed in
 * passing, block by block, and keeps no value. If a later evaluation meets it again, it is computed
 * whole then, so that no node is computed more than twice.
 *
 * <p>One evaluation runs at a time; its primitives share their work among threads.
 */
final class Evaluation {
    private static final ReentrantLock LOCK = new ReentrantLock();

    /** Longer chains are cut, to bound the registers and the plan of one program. */
    private static final int LONGEST_CHAIN = 256;

    /** What is known of a node while the plan is made. */
    private static final class Use {
        private boolean root;
        private boolean shared;
        private @Nullable Chain chain;
    }

    /** A node on the way down, and which of its inputs comes next. */
    private static final class Visit {
        private final Chain.Link link;
        private int next;

        Visit(Chain.Link link) {
            this.link = link;
        }
    }

    private final IdentityHashMap<Array, Use> uses = new IdentityHashMap<>();
    private final List<Chain.Link> order = new ArrayList<>();

    private Evaluation() {}

    static void of(Collection<Array> roots) {
        LOCK.lock();
        try {
            run(plan(roots));
        } catch (InternalError e) {
            throw new UncheckedIOException(shrunk(e));
        } finally {
            LOCK.unlock();
        }
    }

    /** The JVM reports a page that the file no longer has as an InternalError. */
    static IOException shrunk(InternalError e) {
        return new IOException("a file became shorter while it was mapped", e);
    }

    /** The chains to compute. What the plan was made with is garbage once it is made. */
    private static List<Chain> plan(Collection<Array> roots) {
        Evaluation evaluation = new Evaluation();
        for (Array root : roots) {
            evaluation.collect(root);
        }
        return evaluation.chains();
    }

    /** Adds the nodes without a value that the root depends on, inputs first. */
    private void collect(Array root) {
        if (root.value() != null) {
            return;
        }
        Use known = uses.get(root);
        if (known != null) {
            known.root = true;
            return;
        }
        ArrayDeque<Visit> path = new ArrayDeque<>();
        visit(root, path);
        use(root).root = true;
        while (!path.isEmpty()) {
            Visit visit = path.peek();
            List<Array> inputs = visit.link.recipe().inputs();
            if (visit.next == inputs.size()) {
                order.add(visit.link);
                path.pop();
                continue;
            }
            Array input = inputs.get(visit.next++);
            if (input.value() == null && !uses.containsKey(input)) {
                visit(input, path);
            }
        }
    }

    private void visit(Array node, ArrayDeque<Visit> path) {
        Recipe recipe = node.recipe();
        if (recipe == null) {
            node.settle(map(node));
        } else {
            use(node);
            path.push(new Visit(new Chain.Link(node, recipe)));
        }
    }

    private Use use(Array node) {
        return uses.computeIfAbsent(node, absent -> new Use());
    }

    /** Cuts the graph into chains, results first; a node that is not pointwise is a chain alone. */
    private List<Chain> chains() {
        List<Chain> chains = new ArrayList<>();
        for (Chain.Link link : order.reversed()) {
            Use use = use(link.node());
            boolean pointwise = link.recipe().primitive() instanceof Pointwise;
            Chain chain = use.chain;
            if (chain == null
                    || !pointwise
                    || use.root
                    || use.shared
                    || link.node().passed()
                    || chain.length() >= LONGEST_CHAIN) {
                chain = new Chain();
                chains.add(chain);
            }
            chain.prepend(link);
            for (Array input : link.recipe().inputs()) {
                note(input, pointwise ? chain : null);
            }
        }
        return chains;
    }

    private void note(Array input, @Nullable Chain user) {
        Use use = uses.get(input);
        if (use == null) {
            return;
        }
        if (user == null || (use.chain != null && use.chain != user)) {
            use.shared = true;
        } else {
            use.chain = user;
        }
    }

    /** Computes chains from the last to the first, and lets go of each when it is done. */
    private static void run(List<Chain> plan) {
        while (!plan.isEmpty()) {
            Chain chain = plan.removeLast();
            for (Chain.Link link : chain.links()) {
                if (link.node() != chain.last()) {
                    link.node().markPassed();
                }
            }
            chain.last().settle(compute(chain));
        }
    }

    private static View compute(Chain chain) {
        if (chain.length() > 1) {
            return Program.of(chain, false).run();
        }
        Recipe recipe = chain.lastRecipe();
        List<View> inputs = new ArrayList<>(recipe.inputs().size());
        for (Array input : recipe.inputs()) {
            inputs.add(input.view());
        }
        return recipe.primitive().eval(inputs);
    }

    private static View map(Array leaf) {
        TensorSource source = leaf.source();
        if (source == null) {
            throw new IllegalStateException(leaf + " has neither a value nor a recipe");
        }
        try {
            return View.of(source.map(Arena.ofAuto()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
