package dev.confab.sample.screen;

import android.content.Context;
import android.content.res.Resources;
import android.graphics.drawable.Drawable;
import android.graphics.drawable.GradientDrawable;
import androidx.core.content.ContextCompat;
import com.google.android.material.color.MaterialColors;
import dev.confab.sample.R;

/** The shapes of messages: round, with small corners where a group of one author holds together. */
final class Bubbles {

    private Bubbles() {}

    static Drawable agent(Context context, boolean first) {
        Resources resources = context.getResources();
        float round = resources.getDimension(R.dimen.bubble_radius);
        float small = resources.getDimension(R.dimen.bubble_corner);
        int colour = MaterialColors.getColor(context, com.google.android.material.R.attr.colorSurfaceContainerHigh, 0);
        return shape(context, colour, first ? round : small, round, round, small);
    }

    static Drawable own(Context context, boolean first) {
        Resources resources = context.getResources();
        float round = resources.getDimension(R.dimen.bubble_radius);
        float small = resources.getDimension(R.dimen.bubble_corner);
        int colour = ContextCompat.getColor(context, R.color.bubble_own);
        return shape(context, colour, round, first ? round : small, small, round);
    }

    /** Corners from the start of the line on, clockwise; mirrored where the line begins on the right. */
    private static Drawable shape(
            Context context, int colour, float topStart, float topEnd, float bottomEnd, float bottomStart) {
        boolean mirrored = context.getResources().getConfiguration().getLayoutDirection()
                == android.view.View.LAYOUT_DIRECTION_RTL;
        float topLeft = mirrored ? topEnd : topStart;
        float topRight = mirrored ? topStart : topEnd;
        float bottomRight = mirrored ? bottomStart : bottomEnd;
        float bottomLeft = mirrored ? bottomEnd : bottomStart;
        GradientDrawable shape = new GradientDrawable();
        shape.setColor(colour);
        shape.setCornerRadii(
                new float[] {topLeft, topLeft, topRight, topRight, bottomRight, bottomRight, bottomLeft, bottomLeft});
        return shape;
    }
}
