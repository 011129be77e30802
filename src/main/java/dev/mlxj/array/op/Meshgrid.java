package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Coordinates of all points of a grid. Matches {@code mlx.core.meshgrid}. */
public final class Meshgrid {
    private Meshgrid() {}

    /**
     * One array for each vector, of the shape of the grid.
     *
     * @param matrixOrder whether the first vector runs along the first axis ({@code "ij"}), or else
     *     along the second ({@code "xy"})
     */
    public static List<Array> of(List<Array> vectors, boolean matrixOrder) {
        int rank = vectors.size();
        List<Array> apart = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            long[] extents = new long[rank];
            Arrays.fill(extents, 1);
            extents[i] = vectors.get(i).size();
            apart.add(vectors.get(i).reshape(extents));
        }
        List<Array> grid = new ArrayList<>();
        for (Array array : BroadcastTo.together(apart)) {
            grid.add(matrixOrder || rank < 2 ? array : Axes.swapAxes(array, 0, 1));
        }
        return grid;
    }
}
