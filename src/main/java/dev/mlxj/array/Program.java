package dev.mlxj.array;

import dev.mlxj.array.kernel.Block;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A chain of pointwise primitives as a list of instructions on registers, each of which holds a
 * block of {@link Block#SIZE} numbers. Every primitive rounds to its dtype, so the chain gives the
 * bits that its primitives give one by one.
 */
final class Program {
    /** Elements that one thread takes at a time, whatever the number of threads. */
    static final int PIECE = 32 * Block.SIZE;

    private sealed interface Instruction {}

    private record Load(int leaf, int register) implements Instruction {}

    /** Runs a primitive; the result is rounded, unless storing it will do that. */
    private static final class Apply implements Instruction {
        private final Pointwise primitive;
        private final int[] in;
        private final int out;
        private final DType dtype;
        private final boolean round;

        Apply(Pointwise primitive, int[] in, int out, DType dtype, boolean round) {
            this.primitive = primitive;
            this.in = in;
            this.out = out;
            this.dtype = dtype;
            this.round = round;
        }
    }

    private final DType dtype;
    private final Shape shape;
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Instruction> code = new ArrayList<>();

    /** Loads that are done once for all blocks: of numbers that every element meets. */
    private final List<Load> constants = new ArrayList<>();

    private int registers;
    private int result;

    private Program(DType dtype, Shape shape) {
        this.dtype = dtype;
        this.shape = shape;
    }

    /** The program of one primitive. */
    static Program of(Pointwise primitive, List<View> inputs) {
        List<Array> arrays = new ArrayList<>();
        for (View input : inputs) {
            arrays.add(Array.of(input));
        }
        Chain chain = new Chain();
        chain.prepend(new Chain.Link(Array.of(primitive, arrays), new Recipe(primitive, arrays)));
        return of(chain, false);
    }

    /**
     * The program of a chain.
     *
     * @param byPosition whether inputs that are in a file are read from there by position
     */
    static Program of(Chain chain, boolean byPosition) {
        Program program = new Program(chain.last().dtype(), chain.last().shape());
        program.new Assembler(chain, byPosition).assemble();
        return program;
    }

    /** The widest element that the program reads or writes, in bits. */
    int widestBits() {
        int widest = dtype.bits();
        for (Leaf leaf : leaves) {
            widest = Math.max(widest, leaf.dtype().bits());
        }
        return widest;
    }

    /** Computes the whole result. */
    View run() {
        Tensor out = Memory.allocate(dtype, shape);
        Blocks.runWith(shape.elements(), PIECE, () -> piece(out));
        return View.of(out);
    }

    private Blocks.Body piece(Tensor out) {
        Runner runner = new Runner(Arena.ofAuto(), PIECE);
        return (first, n) -> {
            try {
                runner.run(first, n, out.bytes(), first);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** Runs the program in one thread. */
    final class Runner {
        private final Block[] blocks = new Block[registers];
        private final List<Leaf.Reader> readers = new ArrayList<>();

        /** A runner for pieces of at most {@code most} elements. */
        Runner(Arena arena, int most) {
            for (int i = 0; i < registers; i++) {
                blocks[i] = new Block();
            }
            for (Leaf leaf : leaves) {
                readers.add(leaf.reader(arena, most));
            }
            for (Load load : constants) {
                load(load, 0, 1);
                blocks[load.register()].repeatFirst();
            }
        }

        /**
         * Computes {@code n} elements from {@code from} on, into {@code target} from {@code at}.
         */
        void run(long from, int n, MemorySegment target, long at) throws IOException {
            for (Leaf.Reader reader : readers) {
                reader.prepare(from, n);
            }
            for (int done = 0; done < n; done += Block.SIZE) {
                int count = Math.min(Block.SIZE, n - done);
                for (Instruction instruction : code) {
                    switch (instruction) {
                        case Load load -> load(load, from + done, count);
                        case Apply apply -> apply(apply, count);
                    }
                }
                blocks[result].store(target, at + done, count);
            }
        }

        private void load(Load load, long from, int n) {
            readers.get(load.leaf()).load(from, n, blocks[load.register()]);
        }

        private void apply(Apply apply, int n) {
            Block[] in = new Block[apply.in.length];
            for (int i = 0; i < in.length; i++) {
                in[i] = blocks[apply.in[i]];
            }
            Block out = blocks[apply.out];
            apply.primitive.apply(in, out, n);
            out.become(apply.dtype);
            if (apply.round) {
                out.round(n);
            }
        }
    }

    /** Turns nodes into instructions, and gives each a register as long as it is needed. */
    private final class Assembler {
        private static final int ALWAYS = Integer.MAX_VALUE / 2;

        private final Chain chain;
        private final boolean byPosition;

        /** Uses still to come. */
        private final IdentityHashMap<Array, Integer> uses = new IdentityHashMap<>();

        private final IdentityHashMap<Array, Integer> registerOf = new IdentityHashMap<>();
        private final Deque<Integer> free = new ArrayDeque<>();

        Assembler(Chain chain, boolean byPosition) {
            this.chain = chain;
            this.byPosition = byPosition;
        }

        void assemble() {
            for (Chain.Link link : chain.links()) {
                for (Array input : link.recipe().inputs()) {
                    uses.merge(input, 1, Integer::sum);
                }
            }
            for (Chain.Link link : chain.links()) {
                result = apply(link.node(), link.recipe(), link.node() != chain.last());
            }
        }

        private int apply(Array node, Recipe recipe, boolean round) {
            List<Array> inputs = recipe.inputs();
            int[] in = new int[inputs.size()];
            for (int i = 0; i < in.length; i++) {
                in[i] = register(inputs.get(i));
            }
            for (Array input : inputs) {
                uses.merge(input, -1, Integer::sum);
            }
            int out = left(inputs.getFirst()) == 0 ? in[0] : take();
            for (Array input : inputs) {
                Integer register = left(input) == 0 ? registerOf.remove(input) : null;
                if (register != null && register != out) {
                    free.push(register);
                }
            }
            registerOf.put(node, out);
            Pointwise primitive = (Pointwise) recipe.primitive();
            code.add(new Apply(primitive, in, out, node.dtype(), round));
            return out;
        }

        private int left(Array array) {
            return uses.getOrDefault(array, 0);
        }

        private int register(Array array) {
            Integer known = registerOf.get(array);
            if (known != null) {
                return known;
            }
            Leaf leaf = leaf(array);
            // A constant is loaded once, so nothing else may ever use its register.
            boolean constant = leaf.isConstant();
            Load load = new Load(leaves.size(), constant ? registers++ : take());
            leaves.add(leaf);
            registerOf.put(array, load.register());
            if (constant) {
                constants.add(load);
                uses.merge(array, ALWAYS, Integer::sum);
            } else {
                code.add(load);
            }
            return load.register();
        }

        private int take() {
            Integer freed = free.poll();
            return freed == null ? registers++ : freed;
        }

        private Leaf leaf(Array array) {
            TensorSource source = array.source();
            return source != null && byPosition
                    ? new Leaf.InFile(source)
                    : new Leaf.InMemory(array.view().gathered());
        }
    }
}
