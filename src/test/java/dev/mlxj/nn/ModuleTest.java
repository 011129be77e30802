package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tree.Tree;
import dev.mlxj.tree.TreeMismatchException;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * What the golden cases cannot say: the rules in Java's own terms, and each deviation by its
 * number.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ModuleTest {
    /** {@code weight [out, in]} and {@code bias [out]}, as a linear layer has them. */
    private static Module affine(int in, int out) {
        return new Described("Affine", "").set("weight", array(out, in)).set("bias", array(out));
    }

    private static Array array(long... shape) {
        return TestArrays.full(1, DType.F32, shape);
    }

    private static Module pair() {
        return new Described("Pair", "").set("first", affine(2, 3)).set("second", affine(3, 1));
    }

    private static Module listOfArrays() {
        return new Described("Holder", "").set("w", new ArrayList<>(List.of(array(2), array(2))));
    }

    @Test
    void modules_are_visited_in_the_order_of_declaration_D1() {
        Module deep = new Described("Deep", "").set("a", pair()).set("b", affine(1, 1));
        assertThat(deep.namedModules())
                .extracting(Map.Entry::getKey)
                .containsExactly("", "a", "a.first", "a.second", "b");
    }

    @Test
    void set_dtype_and_unfreeze_return_the_module_D2() {
        Module module = new KeepsScale();
        assertThat(module.setDtype(DType.F16)).isSameAs(module);
        assertThat(module.unfreeze()).isSameAs(module);
    }

    @Test
    void a_container_never_takes_the_place_of_an_array_D3() {
        Module module = pair();
        Tree<Array> tree = Tree.unflatten(Map.of("first.weight.x", array(1)));
        Array before = module.parameterAt("first.weight").value();
        assertThat(module.update(tree, Strictness.LENIENT).parameterAt("first.weight").value())
                .isSameAs(before);
        assertThatThrownBy(() -> module.update(tree))
                .isInstanceOf(TreeMismatchException.class)
                .hasMessage("update: 'first.weight' is an array and has no 'x'");
    }

    @Test
    void an_update_that_does_not_fit_changes_nothing_and_says_all_that_is_wrong_D4() {
        Module module = pair();
        Map<String, Array> before = module.parameters().flatten();
        Map<String, Array> update = new LinkedHashMap<>();
        update.put("first.weight", array(3, 2));
        update.put("second.nope", array(1));
        update.put("first.nope", array(1));
        assertThatThrownBy(() -> module.update(Tree.unflatten(update)))
                .hasMessage(
                        "update: 'first.nope' is not in the module; 'second.nope' is not in the"
                                + " module");
        assertThat(module.parameters().flatten()).isEqualTo(before);
    }

    @Test
    void an_empty_place_in_an_update_changes_nothing_wherever_it_is_D5() {
        Module module = listOfArrays().freeze("w.0");
        Array second = array(9);
        module.update(module.trainableParameters().map(old -> second));
        assertThat(module.parameterAt("w.0").value()).isNotSameAs(second);
        assertThat(module.parameterAt("w.1").value()).isSameAs(second);
    }

    @Test
    void replacing_a_tied_module_breaks_the_tie_unless_ties_are_kept_D6() {
        Module shared = affine(2, 2);
        Module tied = new Described("Tied", "").set("emb", shared).set("head", shared);
        Tree<Module> update = Tree.unflatten(Map.of("emb", affine(5, 5)));

        tied.updateModules(update);
        assertThat(tied.moduleAt("head")).isSameAs(shared);

        tied.set("emb", shared).updateModules(update, Strictness.STRICT, Ties.KEEP);
        assertThat(tied.moduleAt("head")).isSameAs(tied.moduleAt("emb")).isNotSameAs(shared);
    }

    @Test
    void keys_are_names_one_by_one_or_any_collection_D7() {
        assertThat(pair().freeze("weight", "bias").trainableParameters().leaves()).isEmpty();
        assertThat(pair().freeze(List.of("weight", "bias")).trainableParameters().leaves())
                .isEmpty();
        assertThat(pair().freeze(new String[0]).trainableParameters().leaves()).hasSize(4);
    }

    @Test
    void an_immutable_list_or_map_of_arrays_is_refused_D8() {
        Module module = new Described("M", "");
        assertThatThrownBy(() -> module.set("t", List.of(array(1))))
                .hasMessage("set: 't' is immutable, so that its arrays could not be updated");
        assertThatThrownBy(() -> module.set("t", new ArrayList<>(List.of(Map.of("a", array(1))))))
                .hasMessage("set: 't.0' is immutable, so that its arrays could not be updated");
        assertThat(module.set("t", List.of()).members()).containsKey("t");
    }

    @Test
    void a_member_may_have_the_name_of_a_method_D9() {
        assertThat(affine(1, 1).set("parameters", array(1)).parameters().flatten())
                .containsKey("parameters");
    }

    @Test
    void a_module_that_holds_itself_is_named_with_the_path_D10() {
        Module module = pair();
        List<Object> list = new ArrayList<>(List.of(module));
        module.moduleAt("second").set("back", list);
        assertThatThrownBy(module::parameters)
                .isInstanceOf(ModuleCycleException.class)
                .hasMessage("the module holds itself at 'second.back.0'");
        assertThatThrownBy(module::freeze)
                .isInstanceOf(ModuleCycleException.class)
                .hasMessageContaining("second.back.0");
    }

    @Test
    void a_tree_of_another_form_is_a_mismatch_with_its_path_D11() {
        Tree<Array> list = Tree.unflatten(Map.of("first.0", array(1)));
        for (Strictness strictness : Strictness.values()) {
            assertThatThrownBy(() -> pair().update(list, strictness))
                    .isInstanceOfSatisfying(
                            TreeMismatchException.class,
                            e -> assertThat(e.path()).isEqualTo("first"))
                    .hasMessage("update: 'first' is a module (Affine), not a list");
        }
    }

    @Test
    void strict_freezing_accepts_the_path_of_an_array_in_a_list_D12() {
        Module module = listOfArrays().freeze(List.of("w.0"), FreezeOption.STRICT);
        assertThat(module.trainableParameters().flatten().keySet()).containsExactly("w.1");
        assertThat(listOfArrays().freeze(FreezeOption.STRICT).trainableParameters().leaves())
                .isEmpty();
        assertThatThrownBy(() -> module.freeze(List.of("w.2", "x"), FreezeOption.STRICT))
                .hasMessage("freeze: no module has a member 'w.2', 'x'");
    }

    @Test
    void what_a_layer_keeps_frozen_stays_so_when_a_parent_is_unfrozen_D13() {
        Module parent = new Described("Parent", "").set("layer", new KeepsScale());
        parent.freeze().unfreeze();
        assertThat(parent.trainableParameters().flatten().keySet()).containsExactly("layer.weight");
        parent.unfreeze(FreezeOption.FORCE);
        assertThat(parent.trainableParameters().flatten()).hasSize(2);
    }

    private static final class KeepsScale extends Module {
        KeepsScale() {
            set("weight", array(2));
            set("scale", array(1));
        }

        @Override
        protected java.util.Set<String> alwaysFrozen() {
            return java.util.Set.of("scale");
        }
    }

    @Test
    void modules_are_equal_only_to_themselves_D15() {
        assertThat(affine(1, 1)).isNotEqualTo(affine(1, 1));
        Module module = affine(1, 1);
        assertThat(Map.of(module, 1)).containsKey(module);
    }

    @Test
    void members_are_arrays_modules_lists_and_maps() {
        assertThatThrownBy(() -> pair().set("x", "text"))
                .hasMessage(
                        "set: 'x' is a String; a member is an Array, a Module, a list or a map");
        assertThatThrownBy(() -> pair().remove("third"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("Pair has no member 'third'");
        assertThat(pair().remove("first").set("first", affine(1, 1)).members().keySet())
                .containsExactly("second", "first");
    }

    @Test
    void slots_see_what_lies_in_their_place_now() {
        Chain chain = new Chain();
        Module other = affine(7, 7);
        chain.updateModules(
                Tree.unflatten(Map.of("layers", other, "only", other)), Strictness.LENIENT);
        assertThat(chain.only.value()).isSameAs(other);
        assertThat(chain.bias.isPresent()).isFalse();
        assertThatThrownBy(chain.bias::value).hasMessage("Chain has no parameter 'bias'");

        chain.layers.add(affine(1, 1));
        assertThat(chain.parameters().flatten()).containsKey("layers.1.weight");
        chain.layers.removeFirst();
        assertThat(chain.layers).hasSize(1);
        chain.remove("only");
        assertThatThrownBy(chain.only::value).hasMessage("Chain has no child 'only'");
    }

    private static final class Chain extends Module {
        final Child<Module> only = child("only", affine(1, 2));
        final Parameter bias = parameter("bias");
        final Children<Module> layers = children("layers", List.of(affine(2, 2)));
    }

    @Test
    void a_child_must_be_a_module_and_a_list_of_layers_may_hold_functions() {
        assertThatThrownBy(() -> new WithChild(x -> x))
                .hasMessageContaining("child: 'child' is a")
                .hasMessageContaining("not a Module");
    }

    private static final class WithChild extends Module {
        WithChild(Layer layer) {
            layer("child", layer);
        }
    }

    @Test
    void paths_find_parameters_and_modules_through_lists_and_hidden_names() {
        Module module =
                pair().set("_cache", array(4)).set("l", new ArrayList<>(List.of(affine(1, 1))));
        assertThat(module.parameterAt("_cache").value().shape()).isEqualTo(Shape.of(4));
        assertThat(module.parameterAt("l.0.weight").key()).isEqualTo("weight");
        assertThat(module.moduleAt("l.0")).isSameAs(module.parameterAt("l.0.bias").owner());
        assertThatThrownBy(() -> module.parameterAt("l.1.bias"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("Pair has no parameter 'l.1.bias'; nearest: 'l.0.bias'");
        assertThatThrownBy(() -> module.moduleAt("first.weight"))
                .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void a_parameter_is_read_changed_and_assigned_back() {
        Module module = pair().freeze();
        Parameter weight = module.parameterAt("first.weight");
        weight.set(weight.value().multiply(2.0));
        assertThat(module.parameterAt("first.weight").value()).isSameAs(weight.value());
        assertThat(weight.isFrozen()).isTrue();
        weight.unfreeze();
        assertThat(module.trainableParameters().flatten().keySet()).containsExactly("first.weight");
    }

    @Test
    void loading_says_all_that_is_extra_missing_or_of_another_shape() {
        Module module = affine(2, 3);
        assertThatThrownBy(
                        () ->
                                module.loadWeights(
                                        Map.of(
                                                "weight",
                                                array(3, 2),
                                                "zz",
                                                array(1),
                                                "aa",
                                                array(1))))
                .hasMessage("loadWeights: 2 parameters are not in the model:\n  aa\n  zz");
        assertThatThrownBy(() -> module.loadWeights(Map.of()))
                .hasMessage("loadWeights: 2 parameters are missing:\n  bias\n  weight");
        assertThatThrownBy(
                        () -> module.loadWeights(Map.of("weight", array(2, 3), "bias", array(3))))
                .hasMessage(
                        "loadWeights: 1 parameter is of another shape:\n"
                                + "  weight (expected [3, 2], got [2, 3])");
    }

    @Test
    void views_of_members_and_frozen_names_cannot_be_changed() {
        assertThatThrownBy(() -> pair().members().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> pair().frozen().add("x"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void ten_thousand_layers_in_a_list_are_traversed_quickly() {
        Module module =
                new Described("Wide", "")
                        .set("l", new ArrayList<Object>(Collections.nCopies(10_000, affine(1, 1))));
        assertThat(module.freeze().unfreeze("bias").trainableParameters().leaves()).hasSize(10_000);
        assertThat(module.modules()).hasSize(10_001);
    }
}
