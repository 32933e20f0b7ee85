package dev.confab.sample.screen;

import android.content.Context;
import android.graphics.Canvas;
import android.graphics.ColorFilter;
import android.graphics.Paint;
import android.graphics.PixelFormat;
import android.graphics.Typeface;
import android.graphics.drawable.Drawable;
import androidx.core.content.ContextCompat;
import com.google.android.material.color.MaterialColors;
import dev.confab.sample.R;
import dev.confab.sample.chat.Author;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A round picture of somebody: the initials, or a symbol where there is no name. The same name has the same colour. */
final class AvatarDrawable extends Drawable {

    private static final int[][] COLOURS = {
        {
            com.google.android.material.R.attr.colorPrimaryContainer,
            com.google.android.material.R.attr.colorOnPrimaryContainer
        },
        {
            com.google.android.material.R.attr.colorTertiaryContainer,
            com.google.android.material.R.attr.colorOnTertiaryContainer
        },
        {
            com.google.android.material.R.attr.colorSecondaryContainer,
            com.google.android.material.R.attr.colorOnSecondaryContainer
        },
    };
    private static final float TEXT_SIZE = 0.4f;
    private static final int SYMBOL_INSET = 5;

    private final Paint circle = new Paint(Paint.ANTI_ALIAS_FLAG);
    private final Paint text = new Paint(Paint.ANTI_ALIAS_FLAG);
    private final String initials;
    private final Drawable symbol;

    AvatarDrawable(Context context, Author author) {
        initials = author.initials();
        int[] colours = COLOURS[Math.floorMod(Objects.hashCode(author.name()), COLOURS.length)];
        circle.setColor(MaterialColors.getColor(context, colours[0], 0));
        text.setColor(MaterialColors.getColor(context, colours[1], 0));
        text.setTextAlign(Paint.Align.CENTER);
        text.setTypeface(Typeface.create(Typeface.DEFAULT, Typeface.BOLD));
        symbol = Objects.requireNonNull(
                        ContextCompat.getDrawable(context, author.bot() ? R.drawable.ic_bot : R.drawable.ic_person))
                .mutate();
        symbol.setTint(text.getColor());
    }

    @Override
    public void draw(Canvas canvas) {
        float size = Math.min(getBounds().width(), getBounds().height());
        float x = getBounds().exactCenterX();
        float y = getBounds().exactCenterY();
        canvas.drawCircle(x, y, size / 2, circle);
        if (initials.isEmpty()) {
            int inset = (int) size / SYMBOL_INSET;
            symbol.setBounds(
                    getBounds().left + inset,
                    getBounds().top + inset,
                    getBounds().right - inset,
                    getBounds().bottom - inset);
            symbol.draw(canvas);
        } else {
            text.setTextSize(size * TEXT_SIZE);
            canvas.drawText(initials, x, y - (text.ascent() + text.descent()) / 2, text);
        }
    }

    @Override
    public void setAlpha(int alpha) {
        circle.setAlpha(alpha);
        text.setAlpha(alpha);
    }

    @Override
    public void setColorFilter(@Nullable ColorFilter filter) {
        circle.setColorFilter(filter);
    }

    @Override
    @SuppressWarnings("deprecation") // abstract until API 36
    public int getOpacity() {
        return PixelFormat.TRANSLUCENT;
    }
}
