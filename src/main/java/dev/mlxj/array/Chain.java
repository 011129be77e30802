package dev.mlxj.array;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Nodes that are computed together: pointwise ones, block by block, or a single node of any kind.
 * Only the last keeps a value.
 */
final class Chain {
    /** A node with its recipe, which it may lose meanwhile to an evaluation in another thread. */
    record Link(Array node, Recipe recipe) {}

    private final Deque<Link> links = new ArrayDeque<>();

    /** Adds a node that those in the chain depend on. */
    void prepend(Link link) {
        links.addFirst(link);
    }

    /** The nodes, inputs before results. */
    Iterable<Link> links() {
        return links;
    }

    int length() {
        return links.size();
    }

    Array last() {
        return links.getLast().node();
    }

    Recipe lastRecipe() {
        return links.getLast().recipe();
    }
}
