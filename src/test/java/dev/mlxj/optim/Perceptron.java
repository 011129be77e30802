package dev.mlxj.optim;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Linear;

/** A network of one hidden layer, to train. */
// @start region="model"
final class Perceptron extends Module implements Layer {
    private final Layer inProj;
    private final Layer outProj;

    Perceptron(int inDims, int hiddenDims, int outDims) {
        inProj = layer("in_proj", new Linear(inDims, hiddenDims));
        outProj = layer("out_proj", new Linear(hiddenDims, outDims));
    }

    @Override
    public Array forward(Array x) {
        return outProj.forward(inProj.forward(x).maximum(0));
    }

    Array loss(Array x, Array y) {
        return forward(x).subtract(y).square().mean();
    }
}
// @end
