package dev.confab.sample.screen;

import android.content.Context;
import android.graphics.drawable.Drawable;
import android.text.util.Linkify;
import android.view.View;
import android.widget.TextView;
import androidx.core.content.ContextCompat;
import androidx.core.widget.TextViewCompat;
import com.google.android.material.color.MaterialColors;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;

/** Words in a bubble. A long press copies them. */
final class TextBubbles {

    private TextBubbles() {}

    static TextView text(Context context, Row.Bubble row, String words, boolean first, MessageActions actions) {
        TextView text = new TextView(context);
        TextViewCompat.setTextAppearance(text, com.google.android.material.R.style.TextAppearance_Material3_BodyLarge);
        int side = context.getResources().getDimensionPixelSize(R.dimen.edge) + 2;
        text.setPadding(side, side * 2 / 3, side, side * 2 / 3);
        text.setLetterSpacing(0);
        text.setMaxWidth(context.getResources().getDimensionPixelSize(R.dimen.bubble_max));
        text.setTextColor(colour(context, row));
        text.setLinkTextColor(colour(context, row));
        text.setBackground(background(context, row, first));
        // Before the text is set; only what a browser and a mail program take.
        text.setAutoLinkMask(Linkify.WEB_URLS | Linkify.EMAIL_ADDRESSES);
        text.setText(words);
        text.setOnLongClickListener(view -> {
            actions.copy(words);
            return true;
        });
        // The row says all of it at once; links are still to be reached.
        text.setImportantForAccessibility(
                text.getUrls().length > 0 ? View.IMPORTANT_FOR_ACCESSIBILITY_YES : View.IMPORTANT_FOR_ACCESSIBILITY_NO);
        return text;
    }

    static Drawable background(Context context, Row.Bubble row, boolean first) {
        return row.own() ? Bubbles.own(context, first) : Bubbles.agent(context, first);
    }

    static int colour(Context context, Row.Bubble row) {
        return row.own()
                ? ContextCompat.getColor(context, R.color.bubble_own_text)
                : MaterialColors.getColor(context, com.google.android.material.R.attr.colorOnSurface, 0);
    }
}
