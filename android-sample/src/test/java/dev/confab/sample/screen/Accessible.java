package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;

import android.graphics.Bitmap;
import android.graphics.Color;
import android.graphics.Rect;
import android.text.TextUtils;
import android.util.TypedValue;
import android.view.View;
import android.widget.EditText;
import android.widget.ImageView;
import android.widget.TextView;
import androidx.core.graphics.ColorUtils;
import com.google.android.material.chip.Chip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What everybody must be able to read and to touch, measured on a screen as it is drawn. */
final class Accessible {

    /** WCAG 2.1, 1.4.3: for text of ordinary size, and for text from 18 pt on, or 14 pt and bold. */
    private static final double CONTRAST = 4.5;

    private static final double CONTRAST_LARGE = 3;
    private static final float LARGE_SP = 24;
    private static final int TOUCH_DP = 48;

    private Accessible() {}

    /** Fails with all that is too small, too pale or without a name. */
    static void check(View root, Bitmap picture) {
        List<String> problems = new ArrayList<>();
        Views.visit(root, view -> {
            Rect place = new Rect();
            boolean whole = view.isShown()
                    && view.getGlobalVisibleRect(place)
                    && place.height() == view.getHeight()
                    && place.width() == view.getWidth();
            if (whole) {
                touch(view, problems);
                if (view instanceof TextView text && text.isEnabled()) {
                    contrast(text, place, picture, problems);
                }
            }
        });
        assertEquals(List.of(), problems);
    }

    private static void touch(View view, List<String> problems) {
        boolean links = view instanceof TextView text && text.getUrls().length > 0;
        if (!view.isClickable() || !view.isEnabled() || links) {
            return;
        }
        int least = Math.round(TOUCH_DP * view.getResources().getDisplayMetrics().density);
        boolean tooSmall = view.getHeight() < least || view.getWidth() < least;
        if (tooSmall) {
            problems.add(name(view) + " is " + view.getWidth() + "x" + view.getHeight() + ", not " + least);
        }
        boolean named = !TextUtils.isEmpty(view.getContentDescription())
                || (view instanceof TextView text && !TextUtils.isEmpty(text.getText()))
                || (view instanceof EditText field && !TextUtils.isEmpty(field.getHint()));
        if (!named && view instanceof ImageView) {
            problems.add(name(view) + " has no name");
        }
    }

    private static void contrast(TextView text, Rect place, Bitmap picture, List<String> problems) {
        boolean hint = TextUtils.isEmpty(text.getText());
        if (hint && TextUtils.isEmpty(text.getHint())) {
            return;
        }
        int back = background(place, picture);
        int front = hint ? text.getCurrentHintTextColor() : text.getCurrentTextColor();
        double contrast = ColorUtils.calculateContrast(ColorUtils.compositeColors(front, back), back);
        float size = text.getTextSize()
                / TypedValue.applyDimension(
                        TypedValue.COMPLEX_UNIT_SP, 1, text.getResources().getDisplayMetrics());
        if (contrast < (size >= LARGE_SP ? CONTRAST_LARGE : CONTRAST)) {
            problems.add(name(text) + " \"" + text.getText() + "\" has a contrast of " + contrast + ": "
                    + Integer.toHexString(front) + " on " + Integer.toHexString(back));
        }
    }

    /** The colour of which there is most where the text stands: that around the letters. */
    private static int background(Rect place, Bitmap picture) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = Math.max(0, place.top); y < Math.min(place.bottom, picture.getHeight()); y += 2) {
            for (int x = Math.max(0, place.left); x < Math.min(place.right, picture.getWidth()); x += 2) {
                counts.merge(picture.getPixel(x, y) | Color.BLACK, 1, Integer::sum);
            }
        }
        int most = 0;
        int colour = Color.WHITE;
        for (Map.Entry<Integer, Integer> each : counts.entrySet()) {
            if (each.getValue() > most) {
                most = each.getValue();
                colour = each.getKey();
            }
        }
        return colour;
    }

    private static String name(View view) {
        String kind = view instanceof Chip ? "Chip" : view.getClass().getSimpleName();
        return view.getId() == View.NO_ID
                ? kind
                : kind + " " + view.getResources().getResourceEntryName(view.getId());
    }
}
