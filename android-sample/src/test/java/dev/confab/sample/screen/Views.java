package dev.confab.sample.screen;

import android.view.View;
import android.view.ViewGroup;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds its way in a tree of views. */
final class Views {

    private Views() {}

    static void visit(View view, Consumer<View> visitor) {
        visitor.accept(view);
        if (view instanceof ViewGroup group) {
            for (int i = 0; i < group.getChildCount(); i++) {
                visit(group.getChildAt(i), visitor);
            }
        }
    }

    static @Nullable View find(View view, Predicate<View> condition) {
        if (condition.test(view)) {
            return view;
        }
        if (view instanceof ViewGroup group) {
            for (int i = 0; i < group.getChildCount(); i++) {
                View found = find(group.getChildAt(i), condition);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
